import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import type { FunnelTotals, NodeResults } from "@/lib/flow/results";

type Cell = { node_id: string; exit: string; metric: string; currency: string; starts: boolean; n: string };

/**
 * The numbers of every step of a funnel and of the whole, added up over its versions. Rollup and waiting changes are
 * read in one statement, so that nothing is missing or counted twice while it is being added up. The whole counts
 * people where they came in: a step that is a trigger in its version.
 */
export async function funnelResults(
  db: Db,
  { workspaceId, funnelId }: { workspaceId: string; funnelId: string },
): Promise<{ totals: FunnelTotals; nodes: Record<string, NodeResults> }> {
  const cells = await db.execute<Cell>(sql`
    with versions as materialized (
      select id, jsonb_path_query_array(flow, '$.nodes[*] ? (@.type == "trigger").id') as triggers
      from funnel_version where workspace_id = ${workspaceId} and funnel_id = ${funnelId} and number is not null
    ),
    cells as (
      select version_id, node_id, exit, metric, currency, n
      from stat_total where version_id in (select id from versions)
      union all
      select version_id, node_id, exit, metric, currency, n
      from stat_delta where version_id in (select id from versions)
    )
    select node_id, exit, metric, currency, triggers ? node_id as starts, sum(n)::text as n
    from cells join versions on versions.id = cells.version_id
    group by 1, 2, 3, 4, 5 having sum(n) <> 0`);
  const nodes: Record<string, NodeResults> = {};
  const totals: FunnelTotals = { entered: 0, here: 0, converted: 0, revenue: {} };
  for (const { node_id, exit, metric, currency, starts, n: digits } of cells) {
    const node = nodes[node_id] ?? nothingYet();
    nodes[node_id] = node;
    const n = Number(digits);
    if (metric === "left") node.left[exit] = (node.left[exit] ?? 0) + n;
    else if (metric === "revenue") {
      node.revenue[currency] = (node.revenue[currency] ?? 0) + n;
      totals.revenue[currency] = (totals.revenue[currency] ?? 0) + n;
    } else if (isCount(metric)) node[metric] += n;
    if (starts && (metric === "entered" || metric === "converted")) totals[metric] += n;
  }
  for (const node of Object.values(nodes)) {
    node.here = Math.max(0, node.entered - Object.values(node.left).reduce((sum, n) => sum + n, 0));
    totals.here += node.here;
  }
  return { totals, nodes };
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
