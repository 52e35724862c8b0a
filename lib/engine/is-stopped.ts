import "server-only";
import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { enrollment, funnel, type message, workspaceSettings } from "@/db/schema";

/** Whether mail like this rests at the moment: its funnel is not live, or all sending of the workspace is held. */
export async function isStopped(
  db: Db,
  row: Pick<typeof message.$inferSelect, "workspaceId" | "enrollmentId">,
): Promise<boolean> {
  const [live] = await db
    .select({ status: funnel.status, heldAt: workspaceSettings.heldAt })
    .from(enrollment)
    .innerJoin(funnel, eq(funnel.id, enrollment.funnelId))
    .innerJoin(workspaceSettings, eq(workspaceSettings.workspaceId, enrollment.workspaceId))
    .where(and(eq(enrollment.workspaceId, row.workspaceId), eq(enrollment.id, row.enrollmentId)));
  return live?.status !== "live" || live.heldAt !== null;
}
