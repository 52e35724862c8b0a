import "server-only";
import { and, eq, gt, lt } from "drizzle-orm";
import type { Db } from "@/db/client";
import { funnelTrigger, funnelVersion } from "@/db/schema";
import { nodeOf } from "@/lib/flow/graph";
import type { Instant } from "@/lib/flow/world";
import { detail } from "@/lib/nodes/trigger/settings";
import { SCHEDULE_CAME } from "@/lib/nodes/trigger/ways";
import { dateIn, momentIn } from "@/lib/time/calendar";

/** Further off than any schedule: one that has nothing to come stands there. */
const AT_NO_TIME: Instant = Date.UTC(9999, 0);

/**
 * Schedules go by the workspace's clock: where it is another one now, the same days come when that one shows their time.
 * What has come already, and is called by whoever looks next, stays; no day comes twice.
 */
export async function moveSchedules(
  db: Db,
  { workspaceId, from, to, now }: { workspaceId: string; from: string; to: string; now: Instant },
): Promise<void> {
  const rows = await db
    .select({ trigger: funnelTrigger, flow: funnelVersion.flow })
    .from(funnelTrigger)
    .innerJoin(
      funnelVersion,
      and(eq(funnelVersion.workspaceId, workspaceId), eq(funnelVersion.id, funnelTrigger.versionId)),
    )
    .where(
      and(
        eq(funnelTrigger.workspaceId, workspaceId),
        eq(funnelTrigger.eventName, SCHEDULE_CAME),
        gt(funnelTrigger.nextAt, now),
        lt(funnelTrigger.nextAt, AT_NO_TIME),
      ),
    );
  for (const { trigger, flow } of rows) {
    const { funnelId, nodeId, nextAt: was } = trigger;
    const node = nodeOf(flow, nodeId);
    if (node?.type !== "trigger" || was === null) continue;
    const nextAt = momentIn(to, dateIn(from, was), detail.schedule(node.data).time);
    await db
      .update(funnelTrigger)
      .set({ nextAt })
      .where(
        and(
          eq(funnelTrigger.workspaceId, workspaceId),
          eq(funnelTrigger.funnelId, funnelId),
          eq(funnelTrigger.nodeId, nodeId),
          eq(funnelTrigger.nextAt, was),
        ),
      );
  }
}
