import "server-only";
import { and, asc, eq, gte, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { engagement, type enrollment, event, message } from "@/db/schema";
import {
  type EffectState,
  type Fact,
  type History,
  type Settled,
  type Topic,
  topicKey,
} from "@/lib/flow/world";

type Row = typeof enrollment.$inferSelect;
type EventRow = typeof event.$inferSelect;

const SETTLED: Partial<Record<string, Settled>> = {
  sent: "sent",
  dropped: "dropped",
  failed: "failed",
  unknown: "unknown",
};

/** Everything known of one enrollment about these topics. The contact's lock must be held. */
export async function loadHistory(tx: Tx, row: Row, topics: readonly Topic[]): Promise<History> {
  if (row.contactId === null) throw new Error("This person was deleted.");
  const names = topics.flatMap((topic) => (topic.topic === "event" ? [topic.name] : []));
  const nodeIds = topics.flatMap((topic) => (topic.topic === "engagement" ? [topic.nodeId] : []));
  const [entry, facts, engagements, effects] = [
    await entryOf(tx, row),
    names.length === 0
      ? []
      : await tx
          .select()
          .from(event)
          .where(
            and(
              eq(event.workspaceId, row.workspaceId),
              eq(event.contactId, row.contactId),
              inArray(event.name, names),
              gte(event.visibleAt, row.enteredAt),
            ),
          )
          .orderBy(asc(event.visibleAt)),
    nodeIds.length === 0
      ? []
      : await tx
          .select()
          .from(engagement)
          .where(
            and(
              eq(engagement.workspaceId, row.workspaceId),
              eq(engagement.enrollmentId, row.id),
              inArray(engagement.nodeId, nodeIds),
              eq(engagement.verdict, "human"),
            ),
          )
          .orderBy(asc(engagement.visibleAt)),
    await tx
      .select({
        visit: message.visit,
        key: message.key,
        state: message.state,
        settledAt: message.settledAt,
        reason: message.reason,
      })
      .from(message)
      .where(and(eq(message.workspaceId, row.workspaceId), eq(message.enrollmentId, row.id))),
  ];
  return {
    enrollmentId: row.id,
    contactId: row.contactId,
    funnelId: row.funnelId,
    enteredAt: row.enteredAt,
    entry,
    topics: new Set(topics.map(topicKey)),
    facts: facts.map(factOf),
    engagements: engagements.map((one) => ({
      id: one.id,
      kind: one.kind,
      nodeId: one.nodeId,
      link: one.linkKey,
      at: one.at,
      visibleAt: one.visibleAt,
    })),
    effects: effects.map((one): EffectState => {
      const settled = SETTLED[one.state] ?? null;
      return {
        visit: one.visit,
        key: one.key,
        settled,
        settledAt: settled ? one.settledAt : null,
        reason: one.reason,
      };
    }),
  };
}

/** The event that started an enrollment. */
export async function entryOf(
  tx: Tx,
  { workspaceId, entryEventId }: { workspaceId: string; entryEventId: string },
): Promise<Fact> {
  const [row] = await tx
    .select()
    .from(event)
    .where(and(eq(event.workspaceId, workspaceId), eq(event.id, entryEventId)));
  if (!row) throw new Error("The event that started this enrollment is missing.");
  return factOf(row);
}

const factOf = (row: EventRow): Fact => ({
  id: row.id,
  name: row.name,
  at: row.occurredAt,
  visibleAt: row.visibleAt,
  value: row.value,
  currency: row.currency,
  properties: row.properties,
});
