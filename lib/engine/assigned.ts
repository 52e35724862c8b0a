import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { enrollment, visit } from "@/db/schema";

type Row = typeof enrollment.$inferSelect;

/** By which path this contact first left each step of this funnel, on this trip or an earlier one. */
export async function assignedTo(
  tx: Tx,
  { workspaceId, funnelId, contactId, test }: Row,
): Promise<Record<string, string>> {
  const first = await tx
    .selectDistinctOn([visit.nodeId], { nodeId: visit.nodeId, exit: visit.exit })
    .from(visit)
    .innerJoin(
      enrollment,
      and(eq(enrollment.workspaceId, visit.workspaceId), eq(enrollment.id, visit.enrollmentId)),
    )
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.contactId, contactId ?? ""),
        eq(enrollment.funnelId, funnelId),
        eq(enrollment.test, test),
        eq(visit.by, "walked"),
      ),
    )
    .orderBy(visit.nodeId, asc(visit.leftAt), asc(visit.visit));
  return Object.fromEntries(first.map(({ nodeId, exit }) => [nodeId, exit ?? ""]));
}
