import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { enrollment, funnel } from "@/db/schema";
import { journeyTime, realTime } from "@/lib/flow/journey-clock";
import { topicsAt } from "@/lib/flow/listening";
import { type Replayed, replay } from "@/lib/flow/replay";
import { forTest } from "@/lib/flow/try-on-me";
import type { Journey } from "@/lib/flow/walk";
import { type Instant, type Topic, topicKey } from "@/lib/flow/world";
import { accountOf } from "./account";
import { applyMoves, type Past, pastOf } from "./apply-moves";
import type { Engine } from "./engine";
import { type Hint, queued, turnOf } from "./hints";
import { loadHistory } from "./load-history";
import { lockContact } from "./lock-contact";
import { INBOX } from "./transport/transport";
import { type Version, versionOf } from "./versions";

type Row = typeof enrollment.$inferSelect;

export type Advanced =
  /** Another run has taken over, or the enrollment is gone: this one stops. */
  | { state: "stale" }
  | { state: "ended" }
  /** Wait for `enrollment/woken` with this turn, in real time until then at the latest. Null: only a wake-up helps. */
  | { state: "waiting"; turn: string; until: Instant | null; now: Instant };

/**
 * Moves one enrollment as far as it can go now, in one transaction under its contact's lock. Harmless twice, late, or
 * from a run that was overtaken: a stale generation changes nothing.
 */
export async function advance(
  engine: Engine,
  {
    workspaceId,
    enrollmentId,
    generation,
  }: { workspaceId: string; enrollmentId: string; generation: number },
): Promise<Advanced> {
  const hints: Hint[] = [];
  const result = await engine.db.transaction(async (tx): Promise<Advanced> => {
    const before = await glance(tx, workspaceId, enrollmentId);
    if (!before?.contactId || before.generation !== generation) return { state: "stale" };
    const locked = await lockContact(tx, { workspaceId, contactId: before.contactId, clock: engine.clock });
    // Read again: until the lock was ours, somebody else may have moved it.
    const found = locked && (await find(tx, workspaceId, enrollmentId));
    if (!found || found.row.generation !== generation) return { state: "stale" };
    const { row } = found;
    if (row.status === "ended") return { state: "ended" };
    if (!row.test && found.funnel !== "live") return park(tx, row, locked.instant);
    return move(tx, engine, row, locked.instant, hints);
  });
  await engine.hint(hints);
  return result;
}

async function move(tx: Tx, engine: Engine, row: Row, now: Instant, hints: Hint[]): Promise<Advanced> {
  const version = atSpeed(await versionOf(tx, { workspaceId: row.workspaceId, id: row.versionId }), row);
  const { replayed, past } = await replayLoading(tx, row, version, journeyTime(row, now));
  const { journey, moves, effects } = replayed;
  if (effects.length > 0)
    hints.push(queued(row.test ? INBOX : (await accountOf(tx, engine, row.workspaceId)).id));
  const ended = journey.status === "ended";
  const turn = row.turn + 1;
  const dueAt = ended || journey.until === null ? null : realTime(row, journey.until);
  // Nothing written here waits for anything else written here, so all of it goes to the database at once.
  await Promise.all([
    ...applyMoves(tx, row, version, { moves, effects, past }),
    tx
      .update(enrollment)
      .set({
        status: journey.status,
        nodeId: journey.nodeId,
        visit: journey.visit,
        arrivedAt: journey.arrivedAt,
        steppedAt: journey.steppedAt,
        until: journey.until,
        reached: [...journey.reached],
        kept: journey.kept,
        marks: journey.marks,
        endedAt: journey.end?.at ?? null,
        endReason: journey.end?.reason ?? null,
        dueAt,
        // Whoever called sets a timer for this; if it does not, the sweep comes once it is overdue.
        armedFor: dueAt,
        turn,
        failures: 0,
        stuck: false,
        failure: null,
      })
      .where(and(eq(enrollment.workspaceId, row.workspaceId), eq(enrollment.id, row.id))),
  ]);
  return ended ? { state: "ended" } : { state: "waiting", turn: turnOf(row.id, turn), until: dueAt, now };
}

/** A test walks a drawing in which nothing is over before it can be followed; everybody else the drawing itself. */
const atSpeed = (version: Version, { speed }: Row): Version =>
  speed === 1 ? version : { ...version, flow: forTest(version.flow, speed) };

/** Replays up to `now` by the journey's clock, loading what the walk turns out to need, in the same transaction. */
async function replayLoading(
  tx: Tx,
  row: Row,
  version: Version,
  now: Instant,
): Promise<{ replayed: Exclude<Replayed, { needs: Topic[] }>; past: Past }> {
  // More is loaded when the walk asks for it.
  const topics = new Map(topicsAt(version.flow, row.nodeId).map((topic) => [topicKey(topic), topic]));
  const loaded = await Promise.all([pastOf(tx, row), loadHistory(tx, row, [...topics.values()])]);
  const [past] = loaded;
  let [, history] = loaded;
  const journey = journeyOf(row, past);
  // Each round adds at least one topic, and a flow reads only so many.
  for (let round = 0; round <= version.flow.nodes.length; round++) {
    const replayed = replay(version.flow, journey, history, now);
    if (!("needs" in replayed)) return { replayed, past };
    for (const topic of replayed.needs) topics.set(topicKey(topic), topic);
    history = await loadHistory(tx, row, [...topics.values()]);
  }
  throw new Error("The walk asked for more topics than the funnel reads.");
}

const journeyOf = (row: Row, { visits }: Past): Journey => ({
  status: row.status,
  nodeId: row.nodeId,
  visit: row.visit,
  arrivedAt: row.arrivedAt,
  steppedAt: row.steppedAt,
  until: row.until,
  reached: row.reached,
  been: visits.map(({ nodeId }) => nodeId),
  kept: row.kept,
  marks: row.marks,
  end: row.endedAt === null ? null : { at: row.endedAt, reason: row.endReason ?? "finished" },
});

/** Paused: nobody moves. The timer is forgotten, so that the sweep comes as soon as the funnel is live again. */
async function park(tx: Tx, row: Row, now: Instant): Promise<Advanced> {
  const turn = row.turn + 1;
  await tx
    .update(enrollment)
    .set({ armedFor: null, turn })
    .where(and(eq(enrollment.workspaceId, row.workspaceId), eq(enrollment.id, row.id)));
  return { state: "waiting", turn: turnOf(row.id, turn), until: null, now };
}

async function glance(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select({ contactId: enrollment.contactId, generation: enrollment.generation })
    .from(enrollment)
    .where(and(eq(enrollment.workspaceId, workspaceId), eq(enrollment.id, id)));
  return row;
}

async function find(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select({ row: enrollment, funnel: funnel.status })
    .from(enrollment)
    .innerJoin(
      funnel,
      and(eq(funnel.workspaceId, enrollment.workspaceId), eq(funnel.id, enrollment.funnelId)),
    )
    .where(and(eq(enrollment.workspaceId, workspaceId), eq(enrollment.id, id)));
  return row;
}
