import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { mailRequest } from "@/db/schema";
import type { Message } from "./settle";

/**
 * A message turned out to have arrived: its request needs no answer any more, unless it carries others that still wait
 * for one. Those are asked for again with the whole.
 */
export async function closeAnswered(tx: Tx, row: Message): Promise<void> {
  if (!row.requestId) return;
  await tx
    .update(mailRequest)
    .set({ state: "sent", leasedUntil: null })
    .where(
      and(
        eq(mailRequest.workspaceId, row.workspaceId),
        eq(mailRequest.id, row.requestId),
        inArray(mailRequest.state, ["open", "unknown"]),
        sql`not exists (
          select 1 from message m where m.id = any(${mailRequest.messageIds}) and m.state in ('sending', 'unknown')
        )`,
      ),
    );
}
