import "server-only";
import { and, count, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { enrollment, funnelVersion } from "@/db/schema";
import type { Waiting } from "@/lib/flow/affected";
import { nodeOf } from "@/lib/flow/graph";
import { nameOf } from "@/lib/flow/names";

/** Who is in a funnel now: how many at which step of which version. Tests are left out. */
export async function peopleInFlight(
  db: Db,
  { workspaceId, funnelId }: { workspaceId: string; funnelId: string },
): Promise<Waiting[]> {
  const here = db
    .select({ versionId: enrollment.versionId, nodeId: enrollment.nodeId, people: count().as("people") })
    .from(enrollment)
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.funnelId, funnelId),
        eq(enrollment.status, "active"),
        eq(enrollment.test, false),
      ),
    )
    .groupBy(enrollment.versionId, enrollment.nodeId)
    .as("here");
  const rows = await db
    .select({
      versionId: here.versionId,
      nodeId: here.nodeId,
      people: here.people,
      number: funnelVersion.number,
      flow: funnelVersion.flow,
    })
    .from(here)
    .innerJoin(
      funnelVersion,
      and(eq(funnelVersion.workspaceId, workspaceId), eq(funnelVersion.id, here.versionId)),
    );
  return rows.map(({ versionId, nodeId, people, number, flow }) => ({
    versionId,
    versionNumber: number ?? 0,
    nodeId,
    node: nodeOf(flow, nodeId) ?? null,
    name: nameOf(flow, nodeId),
    people,
  }));
}
