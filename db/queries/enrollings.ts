import "server-only";
import { and, desc, eq, ne } from "drizzle-orm";
import type { Db } from "@/db/client";
import { enrolling, funnel, funnelVersion } from "@/db/schema";
import { nameOf } from "@/lib/flow/names";

type Scope = { workspaceId: string; funnelId: string };

/** A run under way that lets many people enter. */
export type Entering = {
  id: string;
  /** The name of the trigger. */
  trigger: string;
  total: number;
  entered: number;
  refused: number;
};

/** The runs of a funnel that are under way, the last begun first. */
export async function listEntering(db: Db, { workspaceId, funnelId }: Scope): Promise<Entering[]> {
  const rows = await db
    .select({ row: enrolling, flow: funnelVersion.flow })
    .from(enrolling)
    .innerJoin(funnel, and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, funnelId)))
    .innerJoin(
      funnelVersion,
      and(eq(funnelVersion.workspaceId, workspaceId), eq(funnelVersion.id, funnel.liveVersionId)),
    )
    .where(
      and(
        eq(enrolling.workspaceId, workspaceId),
        eq(enrolling.funnelId, funnelId),
        eq(enrolling.state, "running"),
        ne(enrolling.kind, "dates"),
      ),
    )
    .orderBy(desc(enrolling.startedAt))
    .limit(10);
  return rows.map(({ row: { id, nodeId, total, entered, refused }, flow }) => ({
    id,
    trigger: nameOf(flow, nodeId),
    total,
    entered,
    refused,
  }));
}

/** Ends a run: whoever has entered stays in. False when there is none, or it has ended. */
export async function stopEnrolling(
  db: Db,
  { workspaceId, funnelId, id, now, name }: Scope & { id: string; now: number; name: string },
): Promise<boolean> {
  const stopped = await db
    .update(enrolling)
    .set({ state: "stopped", endedAt: now, because: `${name} stopped it.` })
    .where(
      and(
        eq(enrolling.workspaceId, workspaceId),
        eq(enrolling.funnelId, funnelId),
        eq(enrolling.id, id),
        eq(enrolling.state, "running"),
      ),
    )
    .returning({ id: enrolling.id });
  return stopped.length > 0;
}
