import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { remembered } from "@/db/remembered";
import { conversion, type enrollment, visit } from "@/db/schema";
import type { Flow } from "@/lib/flow/flow";
import { catchesPeople } from "@/lib/flow/graph";

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

type Mine = { workspaceId: string; id: string };

const visiting = remembered<Mine, Past["visits"]>((db) =>
  db
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
    .where(
      and(
        eq(visit.workspaceId, sql.placeholder("workspaceId")),
        eq(visit.enrollmentId, sql.placeholder("id")),
      ),
    )
    .orderBy(visit.visit),
);

const converting = remembered<Mine, { goal: string }[]>((db) =>
  db
    .select({ goal: conversion.goalNodeId })
    .from(conversion)
    .where(
      and(
        eq(conversion.workspaceId, sql.placeholder("workspaceId")),
        eq(conversion.enrollmentId, sql.placeholder("id")),
      ),
    )
    .limit(1),
);

/** `flow`: what they walk by. Without a goal in it, and if they have always walked by it, nobody has reached one. */
export async function pastOf(tx: Tx, row: Row, flow: Flow): Promise<Past> {
  const { workspaceId, id } = row;
  const mayHave = row.enteredVersionId !== null || flow.nodes.some(catchesPeople);
  const [visits, [converted]] = await Promise.all([
    visiting(tx, { workspaceId, id }),
    mayHave ? converting(tx, { workspaceId, id }) : [],
  ]);
  return { visits, converted: converted !== undefined };
}
