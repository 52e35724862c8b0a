import "server-only";
import { and, eq, isNull, max, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { enrollment, form, funnel, funnelTrigger, turnedAway, visit, workspaceSettings } from "@/db/schema";
import { type Before, MOST_IN_A_CHAIN, mayEnter, NEVER_BEFORE, type Refusal } from "@/lib/flow/entry";
import type { Entry, Flow } from "@/lib/flow/flow";
import { startJourney } from "@/lib/flow/walk";
import type { Fact, Instant } from "@/lib/flow/world";
import { definitionFor } from "@/lib/nodes/definitions";
import { deadlinesAtEntry } from "./deadlines-at-entry";
import { dayIn, writeDeltas } from "./deltas";
import { type Hint, started } from "./hints";
import { versionOf } from "./versions";
import { whyNotIn } from "./who-is-it-for";

/** An older event is kept for the numbers, but starts nothing: its moment has passed. */
export const OLDEST_ENTRY_MS = 30 * 86_400_000;

type Entering = {
  workspaceId: string;
  contactId: string;
  fact: Fact;
  instant: Instant;
  /** How many funnels caused each other before this fact. */
  depth: number;
};

/** `stopped`: funnels that it would have started, had funnels not started each other too often before. */
export type Enrolled = { ids: string[]; hints: Hint[]; stopped: string[] };

/**
 * Enrolls a contact in every live or paused funnel that this fact starts, as far as its entry rule lets them in. The
 * contact's lock must be held.
 */
export async function enrollByFact(tx: Tx, entering: Entering): Promise<Enrolled> {
  const { workspaceId, fact, instant } = entering;
  if (fact.at < instant - OLDEST_ENTRY_MS) return { ids: [], hints: [], stopped: [] };
  const ways = await tx
    .select({
      funnelId: funnelTrigger.funnelId,
      versionId: funnelTrigger.versionId,
      nodeId: funnelTrigger.nodeId,
      formId: form.id,
      timeZone: workspaceSettings.timeZone,
    })
    .from(funnelTrigger)
    .innerJoin(funnel, and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, funnelTrigger.funnelId)))
    .innerJoin(workspaceSettings, eq(workspaceSettings.workspaceId, funnelTrigger.workspaceId))
    .leftJoin(form, and(eq(form.workspaceId, workspaceId), eq(form.funnelId, funnelTrigger.funnelId)))
    .where(
      and(
        eq(funnelTrigger.workspaceId, workspaceId),
        eq(funnelTrigger.eventName, fact.name),
        ne(funnel.status, "draft"),
        isNull(funnel.archivedAt),
      ),
    );
  const ids: string[] = [];
  const hints: Hint[] = [];
  const stopped: string[] = [];
  for (const funnelId of new Set(ways.map((way) => way.funnelId))) {
    const answer = await enter(
      tx,
      entering,
      ways.filter((way) => way.funnelId === funnelId),
    );
    if (answer === null) continue;
    if ("row" in answer) {
      ids.push(answer.row.id);
      hints.push(started(answer.row));
    } else if (answer.refused.why === "too-deep") stopped.push(funnelId);
  }
  return { ids, hints, stopped };
}

type Way = { funnelId: string; versionId: string; nodeId: string; formId: string | null; timeZone: string };

/** Enrolls at the first trigger of the funnel, in the order of the drawing, that this fact starts. */
async function enter(tx: Tx, entering: Entering, ways: readonly Way[]): Promise<Answer | null> {
  const [first] = ways;
  if (!first) return null;
  const { flow } = await versionOf(tx, { workspaceId: entering.workspaceId, id: first.versionId });
  const node = flow.nodes.find(
    ({ id, type, data }) =>
      ways.some((way) => way.nodeId === id) &&
      definitionFor(type).enters?.(data, entering.fact, {
        funnelId: first.funnelId,
        formId: first.formId,
        nodeId: id,
      }),
  );
  if (!node) return null;
  const answer = await enroll(tx, entering, { ...first, nodeId: node.id, flow });
  if ("refused" in answer) {
    await turnAway(tx, entering, { funnelId: first.funnelId, nodeId: node.id, because: answer.refused });
  }
  return answer;
}

type Answer = { row: typeof enrollment.$inferSelect } | { refused: Refusal };

/**
 * Enrolls a contact at a trigger if the funnel's entry rule lets them in and it is for them. The contact's lock must be held: the answer
 * depends on their earlier trips.
 */
export async function enroll(
  tx: Tx,
  { workspaceId, contactId, fact, instant, depth }: Entering,
  way: Pick<Way, "funnelId" | "versionId" | "nodeId" | "timeZone"> & { flow: Flow },
): Promise<Answer> {
  const before = await earlierTrips(tx, { workspaceId, contactId, funnelId: way.funnelId });
  const may = mayEnter(way.flow.entry, fact, before, instant);
  if ("refused" in may) return may;
  const asked = { workspaceId, contactId, funnelId: way.funnelId, fact, instant };
  const because = await whyNotIn(tx, way.flow, asked);
  if (because !== null) return { refused: { why: "rules", because } };
  if (depth >= MOST_IN_A_CHAIN) return { refused: { why: "too-deep" } };
  const journey = startJourney(way.nodeId, instant);
  const entered = { workspaceId, contactId, enteredAt: instant, deadlines: null };
  const [row] = await tx
    .insert(enrollment)
    .values({
      workspaceId,
      funnelId: way.funnelId,
      versionId: way.versionId,
      contactId,
      entryKey: may.key,
      entryEventId: fact.id,
      enteredAt: instant,
      deadlines: await deadlinesAtEntry(tx, entered, way.flow),
      entryDay: dayIn(way.timeZone, instant),
      nodeId: journey.nodeId,
      visit: journey.visit,
      arrivedAt: journey.arrivedAt,
      dueAt: instant,
      // The hint that goes out with this commit is the timer; if it is lost, the sweep comes for what is overdue.
      armedFor: instant,
    })
    .onConflictDoNothing({ target: [enrollment.funnelId, enrollment.contactId, enrollment.entryKey] })
    .returning();
  if (!row) return { refused: takenKey(way.flow.entry, may.key) };
  await tx
    .insert(visit)
    .values({ workspaceId, enrollmentId: row.id, visit: 1, nodeId: way.nodeId, enteredAt: instant });
  await writeDeltas(tx, row, [{ nodeId: way.nodeId, metric: "entered", at: instant }]);
  return { row };
}

const takenKey = (entry: Entry, key: string): Refusal =>
  entry.rule === "per-key"
    ? { why: "same-key", property: entry.property, key: key.slice("key:".length) }
    : { why: "once" };

async function earlierTrips(
  tx: Tx,
  { workspaceId, contactId, funnelId }: { workspaceId: string; contactId: string; funnelId: string },
): Promise<Before> {
  const [row] = await tx
    .select({
      lastAt: max(enrollment.enteredAt),
      inside: sql<boolean>`coalesce(bool_or(${enrollment.status} = 'active'), false)`,
      ordinal: sql<number>`coalesce(max(substring(${enrollment.entryKey} from '^n:([0-9]+)$')::int), 0)`,
    })
    .from(enrollment)
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.funnelId, funnelId),
        eq(enrollment.contactId, contactId),
      ),
    );
  return row ?? NEVER_BEFORE;
}

/** Keeps why a contact did not enter, so that it can be found. The contact's lock must be held. */
export async function turnAway(
  tx: Tx,
  { workspaceId, contactId, fact, instant }: Entering,
  { funnelId, nodeId, because }: { funnelId: string; nodeId: string; because: Refusal },
): Promise<void> {
  // The same cart once more is no news: it is what the rule is for.
  if (because.why === "same-key") return;
  const last = { nodeId, eventId: fact.id, eventName: fact.name, because, at: instant };
  await tx
    .insert(turnedAway)
    .values({ workspaceId, funnelId, contactId, ...last })
    .onConflictDoUpdate({
      target: [turnedAway.funnelId, turnedAway.contactId],
      set: { ...last, times: sql`${turnedAway.times} + 1` },
    });
}
