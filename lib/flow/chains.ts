import type { Cause, Nearby, NodeIssue, Surroundings } from "@/lib/nodes/contract";
import { definitionFor, type NodeType } from "@/lib/nodes/definitions";
import { MOST_IN_A_CHAIN } from "./entry";
import type { Flow, FlowNode } from "./flow";

/** What a drawing shows of itself to other funnels. */
export const seenFromOutside = (nodes: readonly FlowNode[]): Pick<Nearby, "starts" | "causes"> => ({
  starts: nodes.filter(({ type }) => definitionFor(type).enters !== undefined),
  causes: nodes.flatMap(({ type, data }): readonly Cause[] => definitionFor(type).causes?.(data) ?? []),
});

/** Whether something that the one does can start the other. */
function canStart({ causes }: Pick<Nearby, "causes">, { id: funnelId, starts }: Nearby): boolean {
  return causes.some((cause) => {
    if ("funnelId" in cause) return cause.funnelId === funnelId;
    const fact = { id: "", name: cause.event, at: 0, visibleAt: 0, value: null, currency: null };
    return starts.some(({ id: nodeId, type, data }) => {
      const enters = definitionFor(type as NodeType).enters;
      return enters?.(data, { ...fact, properties: cause.properties }, { funnelId, nodeId, formId: null });
    });
  });
}

/**
 * The shortest way on which this funnel starts itself again, through live funnels that people may enter more than once, as
 * the names of the funnels on it. Null when there is none.
 */
function wayRound(own: Nearby, others: readonly Nearby[]): string[] | null {
  const ways = new Map<string, string[]>([[own.id, []]]);
  const queue = [own];
  for (const one of queue) {
    const way = ways.get(one.id) ?? [];
    if (canStart(one, own)) return way;
    for (const next of others) {
      if (ways.has(next.id) || !canStart(one, next)) continue;
      ways.set(next.id, [...way, next.name]);
      queue.push(next);
    }
  }
  return null;
}

/** A warning where this funnel and others can start each other again and again. */
export function chainIssue(
  flow: Flow,
  { funnelId, funnels }: Surroundings,
): ({ nodeId: null } & NodeIssue)[] {
  if (flow.entry.rule === "once") return [];
  const own = {
    id: funnelId ?? "",
    name: "",
    live: true,
    again: true,
    emails: [],
    ...seenFromOutside(flow.nodes),
  };
  if (own.causes.length === 0) return [];
  const others = funnels.filter(({ id, live, again }) => live && again && id !== funnelId);
  const way = wayRound(own, others);
  if (!way) return [];
  const names = way.map((name) => `“${name}”`).join(", ");
  const who =
    way.length === 0
      ? "What this funnel does to a person can start it for them"
      : `This funnel and ${names} can start each other`;
  const message = `${who} again and again. It stops after ${MOST_IN_A_CHAIN} rounds; better is to let people enter once, or to change something else.`;
  return [{ nodeId: null, level: "warns", message }];
}
