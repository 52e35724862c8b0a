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

type Mine = { workspaceId: string; id: string; mayHave: boolean };

const visiting = remembered<Mine, (Past["visits"][number] & { converted: boolean })[]>((db) =>
  db
    .select({
      nodeId: visit.nodeId,
      enteredAt: visit.enteredAt,
      leftAt: visit.leftAt,
      taken: visit.taken,
      exit: visit.exit,
      by: visit.by,
      why: sql<string | null>`${visit.because} ->> 'why'`,
      // Asked once, not for each: it says nothing of the visit.
      converted: sql<boolean>`${sql.placeholder("mayHave")}::boolean and exists (
        select from ${conversion} c where c.workspace_id = ${sql.placeholder("workspaceId")}
        and c.enrollment_id = ${sql.placeholder("id")})`,
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

/** `flow`: what they walk by. Without a goal in it, and if they have always walked by it, nobody has reached one. */
export async function pastOf(tx: Tx, row: Row, flow: Flow): Promise<Past> {
  const { workspaceId, id } = row;
  const mayHave = row.enteredVersionId !== null || flow.nodes.some(catchesPeople);
  const visits = await visiting(tx, { workspaceId, id, mayHave });
  return { visits, converted: visits[0]?.converted ?? false };
}
