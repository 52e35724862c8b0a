import "server-only";
import { and, count, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { enrollment, versionMove } from "@/db/schema";
import type { Flow } from "@/lib/flow/flow";
import { type MovePlan, planIssues } from "@/lib/flow/move-plan";
import type { NewEnding } from "@/lib/flow/take-in";

type Planned = {
  workspaceId: string;
  funnelId: string;
  versionId: string;
  userId: string | null;
  plan?: MovePlan | undefined;
  takeIn: NewEnding[];
};

/**
 * Writes down that a funnel's people are to be taken along to this version, with the publishing itself. Whoever an
 * earlier version has not reached yet is left to this one, and what was planned for them holds where it still can.
 */
export async function planMove(tx: Tx, planned: Planned, draft: Flow): Promise<void> {
  const { workspaceId, funnelId, versionId, userId } = planned;
  const overtaken = await tx
    .update(versionMove)
    .set({ finishedAt: sql`now()`, leasedUntil: null })
    .where(
      and(
        eq(versionMove.workspaceId, workspaceId),
        eq(versionMove.funnelId, funnelId),
        isNull(versionMove.finishedAt),
      ),
    )
    .returning({ plan: versionMove.plan });
  const plan: MovePlan = {};
  for (const [nodeId, choice] of overtaken.flatMap((one) => Object.entries(one.plan))) {
    if (planIssues(draft, { [nodeId]: choice }).length === 0) plan[nodeId] = choice;
  }
  const [active] = await tx
    .select({ people: count() })
    .from(enrollment)
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.funnelId, funnelId),
        eq(enrollment.status, "active"),
        eq(enrollment.test, false),
      ),
    );
  await tx.insert(versionMove).values({
    workspaceId,
    funnelId,
    versionId,
    userId,
    plan: { ...plan, ...planned.plan },
    takeIn: planned.takeIn,
    people: active?.people ?? 0,
  });
}
