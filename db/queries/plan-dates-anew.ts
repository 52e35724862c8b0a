import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { enrolling, funnelTrigger } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { DATE_CAME } from "@/lib/nodes/trigger/ways";

/**
 * Has it planned anew for everybody when they enter by a date of theirs: of one funnel, or of a whole workspace. The runs
 * are found by the sweep.
 */
export async function planDatesAnew(
  db: Db,
  { workspaceId, funnelId, now }: { workspaceId: string; funnelId?: string; now: Instant },
): Promise<void> {
  const triggers = await db
    .select({
      workspaceId: funnelTrigger.workspaceId,
      funnelId: funnelTrigger.funnelId,
      nodeId: funnelTrigger.nodeId,
    })
    .from(funnelTrigger)
    .where(
      and(
        eq(funnelTrigger.workspaceId, workspaceId),
        funnelId === undefined ? undefined : eq(funnelTrigger.funnelId, funnelId),
        eq(funnelTrigger.eventName, DATE_CAME),
      ),
    );
  if (triggers.length === 0) return;
  await db.insert(enrolling).values(
    triggers.map((trigger) => ({
      ...trigger,
      kind: "dates" as const,
      key: `dates:${randomUUID()}`,
      total: 0,
      startedAt: now,
      // Due at once: the sweep comes for what nobody is at.
      leasedUntil: new Date(0),
    })),
  );
}
