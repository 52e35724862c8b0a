import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
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
  more: Pick<Row, "armedFor"> & Partial<Pick<Row, "turn" | "generation" | "versionId" | "enteredVersionId">>,
): PromiseLike<unknown> {
  return tx
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
      dueAt: dueAtOf(row, journey),
      failures: 0,
      stuck: false,
      failure: null,
      ...more,
    })
    .where(and(eq(enrollment.workspaceId, row.workspaceId), eq(enrollment.id, row.id)));
}
