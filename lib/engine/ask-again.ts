import "server-only";
import { and, eq, gt } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { message } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";

/**
 * What the rules hold is looked at again now: they were changed, or a mail that counted did not go out after all. Of one
 * contact, or of the whole workspace.
 */
export async function askAgain(
  db: Db | Tx,
  { workspaceId, contactId }: { workspaceId: string; contactId?: string },
  now: Instant,
): Promise<void> {
  await db
    .update(message)
    .set({ notBefore: now })
    .where(
      and(
        eq(message.workspaceId, workspaceId),
        contactId === undefined ? undefined : eq(message.contactId, contactId),
        eq(message.state, "queued"),
        eq(message.heldBy, "rules"),
        gt(message.notBefore, now),
      ),
    );
}
