import "server-only";
import type { Db, Tx } from "@/db/client";
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
  const rows = deltas.map(
    (delta): Row => ({
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
    }),
  );
  const open = kept.get(tx);
  if (open) open.push(...rows);
  else await tx.insert(statDelta).values(rows);
}

type Row = typeof statDelta.$inferInsert;

const kept = new WeakMap<object, Row[]>();

/**
 * Does many steps' work in one transaction, and writes their changes to the numbers at its end, all at once: nobody sees
 * them before it is committed.
 */
export async function withDeltasAtEnd<T>(tx: Db, work: () => Promise<T>): Promise<T> {
  const rows: Row[] = [];
  kept.set(tx, rows);
  try {
    const done = await work();
    if (rows.length > 0) await tx.insert(statDelta).values(rows);
    return done;
  } finally {
    kept.delete(tx);
  }
}

/** The day of an instant in a zone, as yyyymmdd. */
export const dayIn = (zone: string, at: Instant): number => Number(dateIn(zone, at).replaceAll("-", ""));
