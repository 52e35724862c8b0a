import { and, asc, eq } from "drizzle-orm";
import type { Pool } from "@/db/client";
import { act, engagement, type enrollment, errand, event, message, visit } from "@/db/schema";
import type { Engagement, Fact, Settled } from "@/lib/flow/world";
import type { Told } from "../reference/become";
import type { Hand, Leg, MailWorld, ReferenceResult } from "../reference/interpret";

const FINAL: readonly string[] = ["sent", "dropped", "failed", "unknown"] satisfies Settled[];

export type Recalled = {
  /** The way the person went, as the visits tell it. */
  walked: Leg[];
  mails: ReferenceResult["mails"];
  /** What was changed about the contact since they entered. */
  told: Told[];
  /** What the reference needs to know of the same life: what happened, and what became of the mails. */
  facts: Fact[];
  mailWorld: MailWorld;
  /** The zone that a visit has read; any, if it has read none. */
  zoneAt(visit: number): string;
  /** What was done to them by hand. */
  hands: Hand[];
};

/** One enrollment as the database has it. `wasLive`: whether people were moving when an act was done. */
export async function recalled(
  db: Pool,
  row: typeof enrollment.$inferSelect,
  wasLive: (actId: string) => boolean = () => true,
): Promise<Recalled> {
  const visits = await db.select().from(visit).where(eq(visit.enrollmentId, row.id)).orderBy(visit.visit);
  const messages = await db
    .select()
    .from(message)
    .where(eq(message.enrollmentId, row.id))
    .orderBy(asc(message.visit));
  const calls = await db
    .select()
    .from(errand)
    .where(and(eq(errand.enrollmentId, row.id), eq(errand.kind, "webhook")));
  const reactions = await db.select().from(engagement).where(eq(engagement.enrollmentId, row.id));
  const acts = await db.select().from(act).where(eq(act.enrollmentId, row.id)).orderBy(asc(act.at));
  const hands = acts.flatMap(({ id, kind, visit: of, at, toNodeId: to }, index): Hand[] => {
    const hand = { at, live: wasLive(id), asked: messages.some((one) => one.visit === of) };
    if (kind === "skipped") return [{ ...hand, visit: of, does: "skip" }];
    if (kind === "removed") return [{ ...hand, visit: of, does: "remove" }];
    if (kind === "moved" && to) return [{ ...hand, visit: of, does: "move", to }];
    const before = acts.slice(0, index).findLast((one) => one.before)?.before;
    if (kind !== "returned" || !before) return [];
    const asked = messages.some((one) => one.visit === of - 1);
    const skipsNext = before.marks.length > 0;
    const { arrivedAt } = before;
    return [{ ...hand, asked, visit: of - 1, does: "return", to: before.nodeId, arrivedAt, skipsNext }];
  });
  const events = await db
    .select()
    .from(event)
    .where(eq(event.contactId, row.contactId ?? ""))
    .orderBy(asc(event.visibleAt));
  const facts = events.map(({ id, name, occurredAt, visibleAt, value, currency, properties }): Fact => {
    return { id, name, at: occurredAt, visibleAt, value, currency, properties };
  });
  return {
    walked: visits.map((one) => ({
      visit: one.visit,
      nodeId: one.nodeId,
      enteredAt: one.enteredAt,
      leftAt: one.leftAt,
      exit: one.by !== null && ["pulled", "moved", "removed", "left"].includes(one.by) ? one.by : one.exit,
    })),
    mails: messages.map((one) => ({ visit: one.visit, nodeId: one.nodeId, askedAt: one.dueAt })),
    told: facts
      .filter(({ id, visibleAt }) => visibleAt > row.enteredAt && id.startsWith("changed:"))
      .map(({ name, properties }) => ({ name, properties })),
    facts,
    hands,
    zoneAt(ofVisit) {
      const left = visits.find((one) => one.visit === ofVisit)?.because;
      const read = left?.items.find(({ topic }) => topic === "zone")?.value;
      return String(read ?? (row.visit === ofVisit ? row.kept?.zone : null) ?? "UTC");
    },
    mailWorld: {
      settle(ofVisit) {
        const call = calls.find((other) => other.visit === ofVisit);
        if (call) {
          const { state, settledAt } = call;
          if (settledAt === null || state === "cancelled") return null;
          return { settled: state === "done" ? "sent" : "failed", settledAt };
        }
        const one = messages.find((mail) => mail.visit === ofVisit);
        if (!one || one.settledAt === null || !FINAL.includes(one.state)) return null;
        return { settled: one.state as Settled, settledAt: one.settledAt };
      },
      engage(ofVisit) {
        const mail = messages.find((one) => one.visit === ofVisit);
        return reactions
          .filter((one) => one.messageId === mail?.id)
          .map(
            ({ id, kind, nodeId, linkKey, at, visibleAt }): Engagement => ({
              id,
              kind,
              nodeId,
              visit: ofVisit,
              link: linkKey,
              at,
              visibleAt,
            }),
          );
      },
    },
  };
}
