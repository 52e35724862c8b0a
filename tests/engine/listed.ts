import type { Pool } from "@/db/client";
import { listPeople } from "@/db/queries/people";
import type { PeopleFilter } from "@/lib/flow/people";
import { type FunnelTotals, type NodeResults, wentOn } from "@/lib/flow/results";

type Place = { workspaceId: string; funnelId: string };

/** Everybody on a list, part by part. */
export async function everybody(db: Pool, place: Place, filter: PeopleFilter, limit = 7): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const part = await listPeople(db, { ...place, ...filter, cursor, limit });
    found.push(...part.people.map(({ enrollmentId }) => enrollmentId));
    cursor = part.next;
  } while (cursor !== null);
  if (new Set(found).size !== found.length) throw new Error("Somebody is on the list twice.");
  return found;
}

/**
 * The numbers of Results once more, each as the length of the list behind it. Sums of money have no list and are
 * taken over. `went on` is checked here: it has a list, but is no cell of its own.
 */
export async function listed(
  db: Pool,
  place: Place,
  { totals, nodes }: { totals: FunnelTotals; nodes: Record<string, NodeResults> },
): Promise<{ totals: FunnelTotals; nodes: Record<string, NodeResults> }> {
  const length = async (filter: PeopleFilter) => (await everybody(db, place, filter)).length;
  const counted: Record<string, NodeResults> = {};
  for (const [nodeId, node] of Object.entries(nodes)) {
    const of = (which: PeopleFilter["which"], path?: string) => length({ which, nodeId, path });
    const left: Record<string, number> = {};
    for (const way of Object.keys(node.left)) left[way] = await of("left", way);
    if ((await of("left")) !== wentOn(node))
      throw new Error(`Not everybody who went on from ${nodeId} is listed.`);
    counted[nodeId] = {
      entered: await of("entered"),
      here: await of("here"),
      left,
      converted: await of("converted"),
      revenue: node.revenue,
      sent: await of("sent"),
      opened: await of("opened"),
      clicked: await of("clicked"),
    };
  }
  return {
    totals: {
      entered: await length({ which: "entered" }),
      here: await length({ which: "here" }),
      converted: await length({ which: "converted" }),
      revenue: totals.revenue,
    },
    nodes: counted,
  };
}
