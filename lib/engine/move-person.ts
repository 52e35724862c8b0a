import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { finishedBy } from "@/db/queries/finished";
import { act, enrollment, funnel, versionMove } from "@/db/schema";
import { waitsTheSame } from "@/lib/flow/diff";
import type { News } from "@/lib/flow/goals-met";
import { type MovedAlong, moveAlong } from "@/lib/flow/move-along";
import { choiceFor } from "@/lib/flow/move-plan";
import { takeIn } from "@/lib/flow/take-in";
import type { Instant } from "@/lib/flow/world";
import type { GoneOn } from "@/lib/mail/backlog";
import { applyMoves } from "./apply-moves";
import { deadlinesAtEntry } from "./deadlines-at-entry";
import { applyEffects } from "./effects/rooms";
import type { Engine } from "./engine";
import { type Hint, started, woken } from "./hints";
import { journeyOf } from "./journey-rows";
import { lockContact } from "./lock-contact";
import { type NewLimit, newLimit, newWords } from "./new-words";
import { recordStartedOver } from "./record-started-over";
import { convert } from "./tell-enrollments";
import { type Version, versionOf } from "./versions";
import { withHistory } from "./with-history";

type Row = typeof enrollment.$inferSelect;
type Move = typeof versionMove.$inferSelect;

/** `gone`: there is nothing to do for them any more. `superseded`: a later version has gone live meanwhile. */
export type PersonMoved = MovedAlong["went"] | "gone" | "superseded";

/**
 * Takes one person along to a version, in one transaction under their contact's lock. Harmless twice. It is recorded on
 * their path, and counted in the same transaction.
 */
export async function movePerson(
  engine: Engine,
  move: Move,
  { enrollmentId, contactId }: { enrollmentId: string; contactId: string },
): Promise<PersonMoved> {
  const hints: Hint[] = [];
  const moved = await engine.db.transaction(async (tx): Promise<PersonMoved> => {
    const locked = await lockContact(tx, {
      workspaceId: move.workspaceId,
      contactId,
      clock: engine.clock,
    });
    const found = locked && (await find(tx, move, enrollmentId));
    if (!found) return "gone";
    const { row } = found;
    // Read under the lock: whoever publishes later takes along everybody whom we have taken before.
    if (found.liveVersionId !== move.versionId) return "superseded";
    if (row.test || row.versionId === move.versionId) return "gone";
    const to = row.status === "ended" ? await whereToGoOn(tx, move, row) : null;
    if (row.status === "ended" && to === null) return "gone";
    const went = await take(tx, engine, move, { ...found, to }, locked.instant, hints);
    await count(tx, move, went);
    return went;
  });
  await engine.hint(hints);
  return moved;
}

type Found = { row: Row; live: boolean; liveVersionId: string | null; goneOn: GoneOn | null };

/** The new step behind the path by which somebody finished; null when they are not to be taken in. */
async function whereToGoOn(tx: Tx, { takeIn: endings }: Move, { id }: Row): Promise<string | null> {
  if (endings.length === 0) return null;
  const [done] = await tx.execute<{ node_id: string; exit: string }>(finishedBy(endings, sql`e.id = ${id}`));
  return endings.find(({ nodeId, exit }) => nodeId === done?.node_id && exit === done.exit)?.to ?? null;
}

async function find(tx: Tx, { workspaceId, funnelId }: Move, id: string): Promise<Found | null> {
  const [found] = await tx
    .select({
      row: enrollment,
      status: funnel.status,
      liveVersionId: funnel.liveVersionId,
      goneOn: funnel.goneOn,
    })
    .from(enrollment)
    .innerJoin(funnel, and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, enrollment.funnelId)))
    .where(
      and(eq(enrollment.workspaceId, workspaceId), eq(enrollment.funnelId, funnelId), eq(enrollment.id, id)),
    );
  return found ? { ...found, live: found.status === "live" } : null;
}

async function take(
  tx: Tx,
  engine: Engine,
  move: Move,
  { row: was, live, goneOn, to }: Found & { to: string | null },
  now: Instant,
  hints: Hint[],
): Promise<MovedAlong["went"]> {
  const { workspaceId } = move;
  const [old, next] = await Promise.all([
    versionOf(tx, { workspaceId, id: was.versionId }),
    versionOf(tx, { workspaceId, id: move.versionId }),
  ]);
  const deadlines = await deadlinesAtEntry(tx, was, next.flow);
  const row = { ...was, deadlines };
  const onto = { versionId: next.id, enteredVersionId: row.enteredVersionId ?? old.id, deadlines };
  const idle = !row.stuck && row.dueAt !== null && row.dueAt > now;
  if (idle && isUntouched(old, next, move, row)) {
    await tx
      .update(enrollment)
      .set(onto)
      .where(and(eq(enrollment.workspaceId, workspaceId), eq(enrollment.id, row.id)));
    await Promise.all([
      newWords(tx, row, old, next, { ...row, limit: {}, now }),
      record(tx, move, row, row, null, now),
    ]);
    return "along";
  }
  let known: News[] = [];
  let limit: NewLimit = {};
  const { answer, past } = await withHistory(tx, row, old, (history, past) => {
    const { facts, engagements } = history;
    known = [...facts.map((fact) => ({ fact })), ...engagements.map((engagement) => ({ engagement }))];
    if (to !== null) return takeIn(next.flow, journeyOf(row, past), to, history, now, { walks: live });
    const moved = moveAlong(
      { before: old.flow, after: next.flow, plan: move.plan },
      journeyOf(row, past),
      history,
      now,
      { walks: live, replays: live && !row.stuck, goneOn },
    );
    if ("needs" in moved || moved.went !== "along") return moved;
    const found = newLimit(old.flow, next.flow, moved.at, history, now);
    if ("needs" in found) return found;
    limit = found;
    return moved;
  });
  const { went, journey, at, moves, before, effects } = answer;
  const leaves = went !== "stayed" && went !== "ended";
  // The stuck stay stuck where nothing was done with them, and the timer of whoever only stays is still right.
  if (!leaves && moves.length + before.length === 0) return went;
  // Nobody is at work on whoever had ended or was stuck.
  const restarts = (row.stuck || row.status === "ended") && journey.status === "active";
  const generation = row.generation + (restarts ? 1 : 0);
  const scene = { tx, engine, row, version: old };
  const stands = { armedFor: null, generation, ...(leaves ? onto : {}) };
  hints.push(...(await applyMoves(scene, { journey, moves, effects: before, past }, stands)));
  hints.push(restarts ? started({ ...row, generation }) : woken(row));
  await recordStartedOver(tx, row, goneOn, answer.startedOver ?? []);
  if (!leaves) return went;
  if (went === "along") await newWords(tx, row, old, next, { ...at, limit, now });
  hints.push(...(await applyEffects({ ...scene, version: next, left: [] }, effects)));
  await record(tx, move, row, at, went === "moved" ? movedTo(answer) : to, now);
  // What has happened before may meet a goal that there was not.
  if (went !== "left") for (const news of known) await convert(tx, row, next, news, now);
  return went;
}

function isUntouched(old: Version, next: Version, { plan }: Move, { nodeId }: Row): boolean {
  return (
    choiceFor(old.flow, next.flow, plan, nodeId).do === "along" && waitsTheSame(old.flow, next.flow, nodeId)
  );
}

/** The step to which the plan took them: what they entered first after they were taken from where they were. */
function movedTo({ moves, at }: MovedAlong): string | null {
  const entered = moves.find((one) => one.kind === "entered" && one.visit === at.visit + 1);
  return entered?.nodeId ?? null;
}

async function record(
  tx: Tx,
  move: Move,
  row: Row,
  { visit }: { visit: number },
  toNodeId: string | null,
  now: Instant,
): Promise<void> {
  await tx.insert(act).values({
    workspaceId: row.workspaceId,
    enrollmentId: row.id,
    kind: "versioned",
    at: now,
    userId: move.userId,
    visit,
    toNodeId,
    fromVersionId: row.versionId,
    toVersionId: move.versionId,
  });
}

const COLUMN = {
  along: "moved",
  moved: "moved",
  left: "left",
  stayed: "stayed",
  "taken in": "takenIn",
} as const;

async function count(tx: Tx, { versionId, workspaceId }: Move, went: MovedAlong["went"]): Promise<void> {
  if (went === "ended") return;
  const column = COLUMN[went];
  await tx
    .update(versionMove)
    .set({ [column]: sql`${versionMove[column]} + 1` })
    .where(and(eq(versionMove.workspaceId, workspaceId), eq(versionMove.versionId, versionId)));
}
