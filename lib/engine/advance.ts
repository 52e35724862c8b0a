import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { remembered } from "@/db/remembered";
import { enrollment, funnel } from "@/db/schema";
import { journeyTime } from "@/lib/flow/journey-clock";
import { restarted } from "@/lib/flow/restart";
import { forTest } from "@/lib/flow/try-on-me";
import type { Instant } from "@/lib/flow/world";
import type { GoneOn } from "@/lib/mail/backlog";
import { applyMoves } from "./apply-moves";
import type { Engine } from "./engine";
import { type Hint, turnOf } from "./hints";
import { dueAtOf, journeyOf } from "./journey-rows";
import { lockContactOf } from "./lock-contact";
import { recordStartedOver } from "./record-started-over";
import { type Version, versionOf } from "./versions";
import { withHistory } from "./with-history";

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
    const locked = await lockContactOf(tx, { workspaceId, enrollmentId, generation, clock: engine.clock });
    // Read now: until the lock was ours, somebody else may have moved it.
    const [found] = locked ? await finding(tx, { workspaceId, id: enrollmentId }) : [];
    if (!locked || !found || found.row.generation !== generation) return { state: "stale" };
    const { row } = found;
    if (row.status === "ended") return { state: "ended" };
    if (!row.test && found.funnel !== "live") return park(tx, row, locked.instant);
    const since = waitedSince(found);
    if (since !== null) engine.lag.note(locked.instant - since, locked.instant);
    return move(tx, engine, found, locked.instant, hints);
  });
  await engine.hint(hints);
  return result;
}

type Found = { row: Row; goneOn: GoneOn | null };

/** Since when somebody could have been served; null: they waited for nobody, or for their funnel to go on. */
function waitedSince({ row: { dueAt, armedFor }, goneOn }: Found): Instant | null {
  if (dueAt === null || (armedFor === null && dueAt < (goneOn?.at ?? 0))) return null;
  return Math.max(armedFor ?? 0, dueAt);
}

async function move(
  tx: Tx,
  engine: Engine,
  { row, goneOn }: Found,
  now: Instant,
  hints: Hint[],
): Promise<Advanced> {
  const version = atSpeed(await versionOf(tx, { workspaceId: row.workspaceId, id: row.versionId }), row);
  const { answer, past } = await withHistory(tx, row, version, (history, past) =>
    restarted(version.flow, journeyOf(row, past), history, journeyTime(row, now), row.test ? null : goneOn),
  );
  const { journey } = answer;
  const turn = row.turn + 1;
  const until = dueAtOf(row, journey);
  // Whoever called sets a timer for `until`; if it does not, the sweep comes once it is overdue.
  const timer = { armedFor: until, turn };
  hints.push(...(await applyMoves({ tx, engine, row, version }, { ...answer, past }, timer)));
  await recordStartedOver(tx, row, goneOn, answer.startedOver);
  return journey.status === "ended"
    ? { state: "ended" }
    : { state: "waiting", turn: turnOf(row.id, turn), until, now };
}

/** A test walks a drawing in which nothing is over before it can be followed; everybody else the drawing itself. */
const atSpeed = (version: Version, { speed }: Row): Version =>
  speed === 1 ? version : { ...version, flow: forTest(version.flow, speed) };

/** Paused: nobody moves. The timer is forgotten, so that the sweep comes as soon as the funnel is live again. */
async function park(tx: Tx, row: Row, now: Instant): Promise<Advanced> {
  const turn = row.turn + 1;
  await tx
    .update(enrollment)
    .set({ armedFor: null, turn })
    .where(and(eq(enrollment.workspaceId, row.workspaceId), eq(enrollment.id, row.id)));
  return { state: "waiting", turn: turnOf(row.id, turn), until: null, now };
}

type ThisOne = { workspaceId: string; id: string };

const finding = remembered<ThisOne, (Found & { funnel: (typeof funnel.$inferSelect)["status"] })[]>((db) =>
  db
    .select({ row: enrollment, funnel: funnel.status, goneOn: funnel.goneOn })
    .from(enrollment)
    .innerJoin(
      funnel,
      and(eq(funnel.workspaceId, enrollment.workspaceId), eq(funnel.id, enrollment.funnelId)),
    )
    .where(
      and(
        eq(enrollment.workspaceId, sql.placeholder("workspaceId")),
        eq(enrollment.id, sql.placeholder("id")),
      ),
    ),
);
