import "server-only";
import { and, asc, eq, getTableColumns, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { engagement, type enrollment, message } from "@/db/schema";
import { NO_DEADLINES } from "@/lib/flow/deadlines";
import type { Flow } from "@/lib/flow/flow";
import { byJourneyClock } from "@/lib/flow/journey-clock";
import { type History, type Topic, topicKey } from "@/lib/flow/world";
import { assignedTo } from "./assigned";
import { effectStates } from "./effects/rooms";
import { entryAndSince, factsBefore } from "./load-facts";
import { personOf } from "./load-person";

type Row = typeof enrollment.$inferSelect;

/**
 * Everything known of one enrollment about these topics, told by its own clock: the door through which real time comes
 * in. `flow` is what they walk by. The contact's lock must be held.
 */
export async function loadHistory(tx: Tx, row: Row, flow: Flow, topics: readonly Topic[]): Promise<History> {
  if (row.contactId === null) throw new Error("This person was deleted.");
  const names = topics.flatMap((topic) => (topic.topic === "event" ? [topic.name] : []));
  const past = topics.flatMap((topic) => (topic.topic === "past" ? [topic.name] : []));
  const nodeIds = topics.flatMap((topic) => (topic.topic === "engagement" ? [topic.nodeId] : []));
  const [{ entry, facts }, earlier, engagements, effects] = await Promise.all([
    entryAndSince(tx, row, names),
    factsBefore(tx, row, past),
    nodeIds.length === 0
      ? []
      : tx
          .select({ ...getTableColumns(engagement), visit: message.visit })
          .from(engagement)
          .innerJoin(
            message,
            and(eq(message.workspaceId, engagement.workspaceId), eq(message.id, engagement.messageId)),
          )
          .where(
            and(
              eq(engagement.workspaceId, row.workspaceId),
              eq(engagement.enrollmentId, row.id),
              inArray(engagement.nodeId, nodeIds),
              eq(engagement.verdict, "human"),
            ),
          )
          .orderBy(asc(engagement.visibleAt)),
    effectStates(tx, row, flow),
  ]);
  const history: History = {
    enrollmentId: row.id,
    contactId: row.contactId,
    funnelId: row.funnelId,
    enteredAt: row.enteredAt,
    deadlines: row.deadlines ?? NO_DEADLINES,
    entry,
    topics: new Set(topics.map(topicKey)),
    facts: [...earlier, ...facts],
    engagements: engagements.map((one) => ({
      id: one.id,
      kind: one.kind,
      nodeId: one.nodeId,
      visit: one.visit,
      link: one.linkKey,
      at: one.at,
      visibleAt: one.visibleAt,
    })),
    effects,
    ...(await personOf(tx, row, topics)),
    ...(topics.some(({ topic }) => topic === "assignment") ? { assigned: await assignedTo(tx, row) } : {}),
  };
  return byJourneyClock(history, row);
}
