import type { Evidence } from "@/lib/nodes/contract";
import { definitionFor } from "@/lib/nodes/definitions";
import type { Flow, FlowNode } from "./flow";
import { distance } from "./graph";
import type { Instant, World } from "./world";

export type Pull = { nodeId: string; because: Evidence };

type Standing = { nodeId: string; reached: readonly string[] };

/**
 * The goal that catches whoever stands here: the earliest meeting fact, then the nearest goal, then drawing order.
 * Null when no unreached goal is met as of this world.
 */
export function nearestPull(
  flow: Flow,
  goals: readonly FlowNode[],
  standing: Standing,
  world: World,
): Pull | null {
  let best: { pull: Pull; visibleAt: Instant; distance: number } | null = null;
  for (const goal of goals) {
    if (goal.id === standing.nodeId || standing.reached.includes(goal.id)) continue;
    const met = definitionFor(goal.type).meets?.(goal.data, world);
    if (!met) continue;
    const { fact } = met;
    const lines = distance(flow, standing.nodeId, goal.id);
    const better =
      !best ||
      fact.visibleAt < best.visibleAt ||
      (fact.visibleAt === best.visibleAt && lines < best.distance);
    if (!better) continue;
    best = {
      visibleAt: fact.visibleAt,
      distance: lines,
      pull: {
        nodeId: goal.id,
        because: {
          v: 1,
          why: "goal",
          items: [{ topic: `event:${fact.name}`, factId: fact.id, value: met.value, at: fact.at }],
        },
      },
    };
  }
  return best?.pull ?? null;
}
