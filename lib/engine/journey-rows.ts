import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { jsonOrNull, remembered } from "@/db/remembered";
import { enrollment } from "@/db/schema";
import { realTime } from "@/lib/flow/journey-clock";
import type { Journey } from "@/lib/flow/walk";
import type { Instant } from "@/lib/flow/world";
import type { Past } from "./past";

type Row = typeof enrollment.$inferSelect;

/** Where an enrollment is, as the walk knows it. */
export function journeyOf(row: Row, { visits }: Past): Journey {
  // Whoever was taken somewhere by hand may walk again from there: moved, or put back after they had ended.
  const taken = visits.findLastIndex((one) => one.taken);
  const since = visits.slice(Math.max(0, taken));
  return {
    status: row.status,
    nodeId: row.nodeId,
    visit: row.visit,
    arrivedAt: row.arrivedAt,
    steppedAt: row.steppedAt,
    until: row.until,
    reached: row.reached,
    been: since.map(({ nodeId }) => nodeId),
    since: since.findLastIndex(({ why }) => why === "jumped") + 1,
    kept: row.kept,
    marks: row.marks,
    end: row.endedAt === null ? null : { at: row.endedAt, reason: row.endReason ?? "finished" },
  };
}

/** When the engine has to look at a journey again, by the real clock; null when it has ended. */
export const dueAtOf = (row: Row, journey: Journey): Instant | null =>
  journey.status === "ended" || journey.until === null ? null : realTime(row, journey.until);

/** Writes where an enrollment is now. Whatever kept the engine from moving it is over. The caller awaits it. */
export function storeJourney(
  tx: Tx,
  row: Row,
  journey: Journey,
  more: Pick<Row, "armedFor"> &
    Partial<Pick<Row, "turn" | "generation" | "versionId" | "enteredVersionId" | "deadlines">>,
): PromiseLike<unknown> {
  const stored: Stored = {
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
    dueAt: dueAtOf(row, journey),
  };
  const { workspaceId, id } = row;
  const { armedFor, turn, ...rest } = more;
  if (turn !== undefined && Object.keys(rest).length === 0) {
    const kept = jsonOrNull(stored.kept);
    return storing(tx, { ...stored, kept, armedFor, turn, workspaceId, id });
  }
  return tx
    .update(enrollment)
    .set({ ...stored, ...OVER, ...more })
    .where(and(eq(enrollment.workspaceId, workspaceId), eq(enrollment.id, id)));
}

type Stored = Pick<Row, (typeof STORED)[number] | "kept">;

const STORED = [
  "status",
  "nodeId",
  "visit",
  "arrivedAt",
  "steppedAt",
  "until",
  "reached",
  "marks",
  "endedAt",
  "endReason",
  "dueAt",
] as const;

const OVER = { failures: 0, stuck: false, failure: null };

const ph = sql.placeholder;

type Storing = Omit<Stored, "kept"> & { kept: string | null } & Pick<
    Row,
    "armedFor" | "turn" | "workspaceId" | "id"
  >;

const storing = remembered<Storing, unknown>((db) =>
  db
    .update(enrollment)
    .set({
      ...Object.fromEntries([...STORED, "armedFor", "turn"].map((name) => [name, ph(name)])),
      kept: sql`${ph("kept")}::jsonb`,
      ...OVER,
    })
    .where(and(eq(enrollment.workspaceId, ph("workspaceId")), eq(enrollment.id, ph("id")))),
);
