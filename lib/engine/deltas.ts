import "server-only";
import type { Tx } from "@/db/client";
import { statDelta } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { dateIn } from "@/lib/time/calendar";

const DAY_MS = 86_400_000;

type Metric = (typeof statDelta.$inferInsert)["metric"];

/** One change to the numbers, in distinct enrollments; revenue in minor units of `currency`. */
export type Delta = {
  nodeId: string;
  metric: Metric;
  exit?: string;
  currency?: string;
  n?: number;
  at: Instant;
};

type Owner = {
  workspaceId: string;
  versionId: string;
  enteredVersionId: string | null;
  entryDay: number;
  enteredAt: Instant;
  test: boolean;
};

/** Writes changes to the numbers in the transaction that made them true. A test changes none. */
export async function writeDeltas(tx: Tx, owner: Owner, deltas: readonly Delta[]): Promise<void> {
  if (deltas.length === 0 || owner.test) return;
  await tx.insert(statDelta).values(
    deltas.map((delta) => ({
      workspaceId: owner.workspaceId,
      // All of one person's numbers are in the version they entered with: moving along changes none.
      versionId: owner.enteredVersionId ?? owner.versionId,
      nodeId: delta.nodeId,
      exit: delta.exit ?? "",
      metric: delta.metric,
      currency: delta.currency ?? "",
      entryDay: owner.entryDay,
      lag: Math.max(0, Math.floor((delta.at - owner.enteredAt) / DAY_MS)),
      n: delta.n ?? 1,
    })),
  );
}

/** The day of an instant in a zone, as yyyymmdd. */
export const dayIn = (zone: string, at: Instant): number => Number(dateIn(zone, at).replaceAll("-", ""));
