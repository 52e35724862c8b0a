import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { funnel, workspaceSettings } from "@/db/schema";
import { graphOf, isTrigger } from "@/lib/flow/graph";
import { type Version, versionOf } from "./versions";

/** Where somebody comes in who is brought into a funnel. `live`: people move in it. */
export type Place = { version: Version; nodeId: string; timeZone: string; live: boolean };

/** The trigger of the live version at which they come in; null: the first. Or a sentence about why not. */
export async function findPlace(
  tx: Tx,
  { workspaceId, funnelId, triggerId }: { workspaceId: string; funnelId: string; triggerId: string | null },
): Promise<Place | { because: string }> {
  const [found] = await tx
    .select({
      status: funnel.status,
      archivedAt: funnel.archivedAt,
      versionId: funnel.liveVersionId,
      timeZone: workspaceSettings.timeZone,
    })
    .from(funnel)
    .innerJoin(workspaceSettings, eq(workspaceSettings.workspaceId, funnel.workspaceId))
    .where(and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, funnelId)));
  if (!found || found.archivedAt) return { because: "This funnel does not exist any more." };
  if (found.status === "draft" || found.versionId === null) {
    return { because: "This funnel is not published yet. Publish it first." };
  }
  const version = await versionOf(tx, { workspaceId, id: found.versionId });
  const trigger =
    triggerId === null ? version.flow.nodes.find(isTrigger) : graphOf(version.flow).node(triggerId);
  if (!trigger || !isTrigger(trigger))
    return { because: "The published version does not have this trigger." };
  return { version, nodeId: trigger.id, timeZone: found.timeZone, live: found.status === "live" };
}
