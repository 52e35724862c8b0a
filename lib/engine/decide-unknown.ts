import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { message } from "@/db/schema";
import { askAgain } from "./ask-again";
import { closeAnswered } from "./close-answered";
import type { Engine } from "./engine";
import type { Hint } from "./hints";
import { lockContact } from "./lock-contact";
import { confirmSent } from "./settle";

export const NOT_SENT = "Somebody looked at the provider's list: it was not sent.";

type Deciding = {
  workspaceId: string;
  messageIds: string[];
  /** Whether it was sent, as whoever decides has found out elsewhere. */
  sent: boolean;
  userId: string;
};

/**
 * A person says of mails whose answer was lost whether they were sent. Nothing is sent by it, and nobody walks another
 * way: they went on as if it had been. A later sign that it arrived outweighs what was said. What is not unknown any
 * more is left alone. Answers how many were decided.
 */
export async function decideUnknown(
  engine: Engine,
  { workspaceId, messageIds, sent, userId }: Deciding,
): Promise<number> {
  const rows = await engine.db
    .select({ id: message.id, contactId: message.contactId })
    .from(message)
    .where(
      and(
        eq(message.workspaceId, workspaceId),
        inArray(message.id, messageIds),
        eq(message.state, "unknown"),
      ),
    );
  let decided = 0;
  const hints: Hint[] = [];
  for (const { id, contactId } of rows) {
    if (contactId === null) continue;
    await engine.db.transaction(async (tx) => {
      const locked = await lockContact(tx, { workspaceId, contactId, clock: engine.clock });
      const row = locked && (await find(tx, workspaceId, id));
      if (!row) return;
      decided++;
      if (sent) {
        hints.push(...(await confirmSent(tx, row, row.providerId, locked.instant)));
        await closeAnswered(tx, row);
      }
      // It counted as if it had been sent.
      else await askAgain(tx, { workspaceId, contactId }, locked.instant);
      const said = sent
        ? { settledBy: userId }
        : { state: "failed" as const, reason: NOT_SENT, settledBy: userId };
      await tx
        .update(message)
        .set(said)
        .where(and(eq(message.workspaceId, workspaceId), eq(message.id, id)));
    });
  }
  await engine.hint(hints);
  return decided;
}

async function find(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select()
    .from(message)
    .where(and(eq(message.workspaceId, workspaceId), eq(message.id, id), eq(message.state, "unknown")))
    .for("update");
  return row;
}
