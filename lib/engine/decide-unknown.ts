import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { message } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { askAgain } from "./ask-again";
import { closeAnswered } from "./close-answered";
import type { Engine } from "./engine";
import type { Hint } from "./hints";
import { lockContact } from "./lock-contact";
import { confirmSent, takeBackSent } from "./settle";

const NOT_SENT = "Somebody looked for it at the provider: it was not sent.";
const NOBODY_KNOWS = "The provider did not answer, so it may or may not have been sent.";

/** What somebody says of mails whose answer was lost. `unknown` takes back what they said before. */
export type Said = "sent" | "not sent" | "unknown";

type Deciding = { workspaceId: string; messageIds: string[]; said: Said; userId: string };
type Row = typeof message.$inferSelect;

/**
 * A person says of mails whose answer was lost whether they were sent. Nothing is sent by it, and nobody walks another
 * way: they went on as if it had been. A later sign that it arrived outweighs what was said. What is known by other means,
 * or was said by somebody else, is left alone. Answers how many were decided.
 */
export async function decideUnknown(
  engine: Engine,
  { workspaceId, messageIds, said, userId }: Deciding,
): Promise<number> {
  const undecided =
    said === "unknown"
      ? and(
          eq(message.settledBy, userId),
          isNull(message.providerId),
          inArray(message.state, ["sent", "failed"]),
        )
      : eq(message.state, "unknown");
  const mine = (ids: string[]) =>
    and(eq(message.workspaceId, workspaceId), inArray(message.id, ids), undecided);
  const rows = await engine.db
    .select({ id: message.id, contactId: message.contactId })
    .from(message)
    .where(mine(messageIds));
  let decided = 0;
  const hints: Hint[] = [];
  for (const { id, contactId } of rows) {
    if (contactId === null) continue;
    await engine.db.transaction(async (tx) => {
      const locked = await lockContact(tx, { workspaceId, contactId, clock: engine.clock });
      const [row] = locked
        ? await tx
            .select()
            .from(message)
            .where(mine([id]))
            .for("update")
        : [];
      if (!locked || !row) return;
      hints.push(...(await decide(tx, row, { said, userId }, locked.instant)));
      decided++;
    });
  }
  await engine.hint(hints);
  return decided;
}

async function decide(
  tx: Tx,
  row: Row,
  { said, userId }: { said: Said; userId: string },
  instant: Instant,
): Promise<Hint[]> {
  const hints: Hint[] = [];
  if (said === "sent") {
    hints.push(...(await confirmSent(tx, row, null, instant)));
    await closeAnswered(tx, row);
  }
  if (said === "unknown" && row.state === "sent") await takeBackSent(tx, row, instant);
  await tx
    .update(message)
    .set(
      {
        sent: { settledBy: userId },
        "not sent": { state: "failed" as const, reason: NOT_SENT, settledBy: userId },
        unknown: { state: "unknown" as const, reason: NOBODY_KNOWS, settledBy: null },
      }[said],
    )
    .where(and(eq(message.workspaceId, row.workspaceId), eq(message.id, row.id)));
  // It counted towards what its reader may get, as if it had been sent.
  if (said === "not sent" && row.contactId !== null) {
    await askAgain(tx, { workspaceId: row.workspaceId, contactId: row.contactId }, instant);
  }
  return hints;
}
