import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { conversion, type enrollment, visit } from "@/db/schema";

type Row = typeof enrollment.$inferSelect;

/** Where an enrollment has been, in order, and whether it has reached a goal: what the numbers must know of before. */
export type Past = {
  visits: {
    nodeId: string;
    enteredAt: number;
    leftAt: number | null;
    /** Put there by hand. */
    taken: boolean;
    exit: string | null;
    by: string | null;
    /** Why it was left. */
    why: string | null;
  }[];
  converted: boolean;
};

export async function pastOf(tx: Tx, row: Row): Promise<Past> {
  const [visits, [converted]] = await Promise.all([
    tx
      .select({
        nodeId: visit.nodeId,
        enteredAt: visit.enteredAt,
        leftAt: visit.leftAt,
        taken: visit.taken,
        exit: visit.exit,
        by: visit.by,
        why: sql<string | null>`${visit.because} ->> 'why'`,
      })
      .from(visit)
      .where(and(eq(visit.workspaceId, row.workspaceId), eq(visit.enrollmentId, row.id)))
      .orderBy(visit.visit),
    tx
      .select({ goal: conversion.goalNodeId })
      .from(conversion)
      .where(and(eq(conversion.workspaceId, row.workspaceId), eq(conversion.enrollmentId, row.id)))
      .limit(1),
  ]);
  return { visits, converted: converted !== undefined };
}
