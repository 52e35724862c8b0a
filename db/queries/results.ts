import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import type { NodeResults } from "@/lib/flow/results";

type Cell = { node_id: string; exit: string; metric: string; currency: string; n: string };

/**
 * The numbers of every step of a funnel, added up over its versions. Rollup and waiting changes are read in one
 * statement, so that nothing is missing or counted twice while it is being added up.
 */
export async function funnelResults(
  db: Db,
  { workspaceId, funnelId }: { workspaceId: string; funnelId: string },
): Promise<Record<string, NodeResults>> {
  const cells = await db.execute<Cell>(sql`
    with versions as (
      select id from funnel_version where workspace_id = ${workspaceId} and funnel_id = ${funnelId}
    ),
    cells as (
      select node_id, exit, metric, currency, n from stat_total where version_id in (select id from versions)
      union all
      select node_id, exit, metric, currency, n from stat_delta where version_id in (select id from versions)
    )
    select node_id, exit, metric, currency, sum(n)::text as n from cells group by 1, 2, 3, 4`);
  const nodes: Record<string, NodeResults> = {};
  for (const cell of cells) {
    const node = nodes[cell.node_id] ?? nothingYet();
    nodes[cell.node_id] = node;
    const n = Number(cell.n);
    if (cell.metric === "left") node.left[cell.exit] = n;
    else if (cell.metric === "revenue") node.revenue[cell.currency] = n;
    else if (isCount(cell.metric)) node[cell.metric] = n;
  }
  for (const node of Object.values(nodes)) {
    node.here = Math.max(0, node.entered - Object.values(node.left).reduce((sum, n) => sum + n, 0));
  }
  return nodes;
}

const nothingYet = (): NodeResults => ({
  entered: 0,
  here: 0,
  left: {},
  converted: 0,
  revenue: {},
  sent: 0,
  opened: 0,
  clicked: 0,
});

const counts = ["entered", "converted", "sent", "opened", "clicked"] as const;
const isCount = (metric: string): metric is (typeof counts)[number] =>
  (counts as readonly string[]).includes(metric);
