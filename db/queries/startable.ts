import "server-only";
import { and, asc, eq, isNull, ne } from "drizzle-orm";
import type { Db } from "@/db/client";
import { funnel, funnelVersion } from "@/db/schema";
import type { Entry } from "@/lib/flow/flow";
import { isTrigger } from "@/lib/flow/graph";
import { nameOf } from "@/lib/flow/names";

/** A funnel into which somebody can be brought by hand. */
export type StartableFunnel = {
  id: string;
  name: string;
  paused: boolean;
  entry: Entry;
  triggers: { id: string; name: string }[];
};

const MOST = 200;

/** The workspace's published funnels that are not archived, by name. */
export async function listStartable(
  db: Db,
  { workspaceId }: { workspaceId: string },
): Promise<StartableFunnel[]> {
  const rows = await db
    .select({ id: funnel.id, name: funnel.name, status: funnel.status, flow: funnelVersion.flow })
    .from(funnel)
    .innerJoin(
      funnelVersion,
      and(eq(funnelVersion.workspaceId, workspaceId), eq(funnelVersion.id, funnel.liveVersionId)),
    )
    .where(and(eq(funnel.workspaceId, workspaceId), isNull(funnel.archivedAt), ne(funnel.status, "draft")))
    .orderBy(asc(funnel.name), asc(funnel.id))
    .limit(MOST);
  return rows.map(({ id, name, status, flow }) => ({
    id,
    name,
    paused: status === "paused",
    entry: flow.entry,
    triggers: flow.nodes.filter(isTrigger).map((node) => ({ id: node.id, name: nameOf(flow, node.id) })),
  }));
}
