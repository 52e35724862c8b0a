import "server-only";
import { and, eq, inArray, isNotNull, ne, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { remembered } from "@/db/remembered";
import { enrollment, message } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { askAgain } from "./ask-again";
import { writeDeltas } from "./deltas";
import type { Hint } from "./hints";
import { wake } from "./tell-enrollments";

type Whole = typeof message.$inferSelect;
/** A message without its bytes, which nobody needs to know what becomes of it. */
export type Message = Omit<Whole, "frozen" | "searched">;
type Enrolled = typeof enrollment.$inferSelect;

type Final = {
  state: "sent" | "dropped" | "failed" | "unknown";
  reason?: string | null;
  providerId?: string | null;
  /** What is written with it: of a mail that was made ready just now. */
  made?: Made;
};

/** What a mail is once it was made ready. */
export type Made = Pick<Whole, "frozen" | "openToken" | "unsubscribeToken" | "requestId" | "heldBy">;

/**
 * Writes what became of a message, once, and wakes the enrollment that stays at its step until then.
 * The contact's lock must be held; `instant` is the one it gave.
 */
export async function settle(tx: Tx, row: Message, final: Final, instant: Instant): Promise<Hint[]> {
  return (await settleIfOpen(tx, row, final, instant)) ?? [];
}

/** The same; null when it was settled before. */
async function settleIfOpen(tx: Tx, row: Message, final: Final, instant: Instant): Promise<Hint[] | null> {
  const settled = await tx
    .update(message)
    .set({
      state: final.state,
      reason: final.reason ?? null,
      providerId: final.providerId ?? null,
      settledAt: instant,
      ...final.made,
    })
    .where(
      and(
        eq(message.workspaceId, row.workspaceId),
        eq(message.id, row.id),
        inArray(message.state, ["queued", "held", "sending"]),
      ),
    )
    .returning({ id: message.id });
  if (settled.length === 0) return null;
  const [enrolled, first] = await Promise.all([enrollmentOf(tx, row), isFirstSent(tx, row)]);
  if (!enrolled) return [];
  // It counted while it was on its way.
  if (final.state === "failed" && row.state === "sending" && row.contactId !== null) {
    await askAgain(tx, { workspaceId: row.workspaceId, contactId: row.contactId }, instant);
  }
  const waits = enrolled.status === "active" && enrolled.visit === row.visit;
  const [hints] = await Promise.all([
    wake(tx, row.workspaceId, waits ? [enrolled] : [], instant),
    final.state === "sent" && first && countSent(tx, row, enrolled, instant),
  ]);
  return hints;
}

/**
 * A sign that the provider has this mail: its answer, a report of its own, or that somebody opened it. A message whose
 * answer was lost, or never came, is sent after all, also if a person said otherwise. Whoever it is for has moved on by
 * then, or moves on now. The contact's lock must be held.
 */
export async function confirmSent(
  tx: Tx,
  row: Message,
  providerId: string | null,
  instant: Instant,
): Promise<Hint[]> {
  if (row.state === "sent") {
    if (row.settledBy !== null)
      await tx.update(message).set({ settledBy: null, providerId }).where(itself(row));
    return [];
  }
  const hints = await settleIfOpen(tx, row, { state: "sent", providerId }, instant);
  if (hints) return hints;
  const [known] = await tx
    .update(message)
    .set({ state: "sent", reason: null, settledBy: null, providerId })
    .where(
      and(
        eq(message.workspaceId, row.workspaceId),
        eq(message.id, row.id),
        or(eq(message.state, "unknown"), and(eq(message.state, "failed"), isNotNull(message.settledBy))),
      ),
    )
    .returning({ id: message.id });
  const enrolled = known && (await enrollmentOf(tx, row));
  if (enrolled && (await isFirstSent(tx, row))) await countSent(tx, row, enrolled, instant);
  return [];
}

/** It is not sent after all, as far as anybody knows: it does not count any more. Say so before it is written. */
export async function takeBackSent(tx: Tx, row: Message, instant: Instant): Promise<void> {
  const enrolled = await enrollmentOf(tx, row);
  if (enrolled && (await isFirstSent(tx, row))) await countSent(tx, row, enrolled, instant, -1);
}

const itself = (row: Message) => and(eq(message.workspaceId, row.workspaceId), eq(message.id, row.id));

async function enrollmentOf(tx: Tx, row: Message): Promise<Enrolled | undefined> {
  const { workspaceId, enrollmentId } = row;
  const [enrolled] = await finding(tx, { workspaceId, enrollmentId });
  return enrolled;
}

const finding = remembered<{ workspaceId: string; enrollmentId: string }, Enrolled[]>((db) =>
  db
    .select()
    .from(enrollment)
    .where(and(eq(enrollment.workspaceId, ph("workspaceId")), eq(enrollment.id, ph("enrollmentId")))),
);

async function countSent(tx: Tx, row: Message, enrolled: Enrolled, instant: Instant, n = 1): Promise<void> {
  await writeDeltas(tx, enrolled, [{ nodeId: row.nodeId, metric: "sent", at: instant, n }]);
}

/** A person counts once at a step, however often its mail went to them. */
async function isFirstSent(tx: Tx, row: Message): Promise<boolean> {
  const { workspaceId, enrollmentId, nodeId, id } = row;
  const [other] = await sentBefore(tx, { workspaceId, enrollmentId, nodeId, id });
  return other === undefined;
}

const ph = sql.placeholder;

const sentBefore = remembered<
  Pick<Message, "workspaceId" | "enrollmentId" | "nodeId" | "id">,
  { id: string }[]
>((db) =>
  db
    .select({ id: message.id })
    .from(message)
    .where(
      and(
        eq(message.workspaceId, ph("workspaceId")),
        eq(message.enrollmentId, ph("enrollmentId")),
        eq(message.nodeId, ph("nodeId")),
        eq(message.state, "sent"),
        ne(message.id, ph("id")),
      ),
    )
    .limit(1),
);
