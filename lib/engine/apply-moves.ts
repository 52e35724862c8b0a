import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { jsonOrNull, remembered } from "@/db/remembered";
import { type enrollment, visit } from "@/db/schema";
import type { Asked } from "@/lib/flow/asked";
import type { Journey, Move } from "@/lib/flow/walk";
import { type Delta, writeDeltas } from "./deltas";
import type { Left, Scene } from "./effects/room";
import { actOnEffects, writeEffects } from "./effects/rooms";
import type { Hint } from "./hints";
import { storeJourney } from "./journey-rows";
import type { Past } from "./past";

type Row = typeof enrollment.$inferSelect;

/** What a replay decided. */
export type Decided = {
  journey: Journey;
  moves: readonly Move[];
  effects: readonly Asked[];
  past: Past;
};

/**
 * Writes what a replay decided: visits, where the journey is now, what was asked for and what is no longer wanted, and the
 * numbers; then does what was asked to be done at once. Answers whom to tell when all of it is committed.
 */
export async function applyMoves(
  scene: Omit<Scene, "left">,
  { journey, moves, effects, past }: Decided,
  more: Parameters<typeof storeJourney>[3],
): Promise<Hint[]> {
  const { tx, row } = scene;
  const left = moves.flatMap((move): Left[] => (move.kind === "left" ? [move] : []));
  // Nothing written here waits for anything else written here, so all of it goes to the database at once.
  await Promise.all([
    ...writeVisits(tx, row, moves),
    ...writeEffects({ ...scene, left }, effects),
    writeDeltas(tx, row, deltasOf(moves, past)),
    storeJourney(tx, row, journey, more),
  ]);
  return actOnEffects({ ...scene, left }, effects);
}

/** Steps that were come to are new rows, also when they were left again at once; the one where they stood is changed. */
function writeVisits(tx: Tx, row: Row, moves: readonly Move[]): PromiseLike<unknown>[] {
  const { workspaceId, id: enrollmentId } = row;
  const fresh = new Map<number, typeof visit.$inferInsert>();
  const writes: PromiseLike<unknown>[] = [];
  for (const move of moves) {
    if (move.kind === "entered") {
      const { visit: ordinal, nodeId, at: enteredAt, taken } = move;
      fresh.set(ordinal, { workspaceId, enrollmentId, visit: ordinal, nodeId, enteredAt, taken });
      continue;
    }
    const leaving = { leftAt: move.at, exit: move.exit, by: move.by, because: move.because };
    const entered = fresh.get(move.visit);
    if (entered) fresh.set(move.visit, { ...entered, ...leaving });
    else {
      const because = jsonOrNull(leaving.because);
      writes.push(leavingIt(tx, { ...leaving, because, workspaceId, enrollmentId, visit: move.visit }));
    }
  }
  const rows = [...fresh.values()];
  const [only] = rows;
  if (only && rows.length === 1 && only.leftAt === undefined) {
    writes.push(entering(tx, { ...only, taken: only.taken ?? false }));
  } else if (rows.length > 0) writes.push(tx.insert(visit).values(rows));
  return writes;
}

type Visit = typeof visit.$inferSelect;
type Entered = Pick<Visit, "workspaceId" | "enrollmentId" | "visit" | "nodeId" | "enteredAt" | "taken">;
type Leaving = Pick<Visit, "workspaceId" | "enrollmentId" | "visit" | "leftAt" | "exit" | "by"> & {
  because: string | null;
};

const ph = sql.placeholder;

const entering = remembered<Entered, unknown>((db) =>
  db.insert(visit).values({
    workspaceId: ph("workspaceId"),
    enrollmentId: ph("enrollmentId"),
    visit: ph("visit"),
    nodeId: ph("nodeId"),
    enteredAt: ph("enteredAt"),
    taken: ph("taken"),
  }),
);

const leavingIt = remembered<Leaving, unknown>((db) =>
  db
    .update(visit)
    .set({
      leftAt: ph("leftAt"),
      exit: ph("exit"),
      by: ph("by"),
      because: sql`${ph("because")}::jsonb`,
    } as object)
    .where(
      and(
        eq(visit.enrollmentId, ph("enrollmentId")),
        eq(visit.visit, ph("visit")),
        eq(visit.workspaceId, ph("workspaceId")),
      ),
    ),
);

/**
 * Distinct enrollments: whoever comes to a step again has entered it once, and counts as having left it the way they
 * left it last. So those here and those who left, by whatever way, are together those who entered.
 */
function deltasOf(moves: readonly Move[], { visits, converted }: Past): Delta[] {
  const latest = new Map<string, { exit: string; at: number } | null>();
  for (const { nodeId, leftAt, exit, by } of visits) {
    latest.set(nodeId, leftAt === null ? null : { exit: exit ?? by ?? "", at: leftAt });
  }
  const deltas: Delta[] = [];
  for (const move of moves) {
    const { nodeId, at } = move;
    if (move.kind === "left") {
      const exit = move.exit ?? move.by;
      deltas.push({ nodeId, metric: "left", exit, at });
      latest.set(nodeId, { exit, at });
      continue;
    }
    const left = latest.get(nodeId);
    if (left) deltas.push({ nodeId, metric: "left", exit: left.exit, at: left.at, n: -1 });
    if (left === undefined) {
      deltas.push({ nodeId, metric: "entered", at });
      if (converted) deltas.push({ nodeId, metric: "converted", at });
    }
    latest.set(nodeId, null);
  }
  return deltas;
}
