import type { Evidence } from "@/lib/nodes/contract";
import { definitionFor } from "@/lib/nodes/definitions";
import type { Flow, FlowNode } from "./flow";
import { distance } from "./graph";
import { ofThisEntry } from "./of-this-entry";
import type { World } from "./world";

/** `nodeId` may be where the journey stands already: then it is not pulled, it goes on from there. */
export type Catch = { nodeId: string; reaches: readonly string[]; because: Evidence };

type Standing = { nodeId: string; reached: readonly string[] };

/**
 * The goal that catches whoever stands here, and every goal that the same fact reaches with it: the earliest meeting fact,
 * then the nearest goal, then drawing order. Null when no unreached goal that would take them is met as of this world.
 */
export function whatCatches(
  flow: Flow,
  goals: readonly FlowNode[],
  standing: Standing,
  world: World,
): Catch | null {
  const seen = ofThisEntry(flow, world);
  const met = goals.flatMap((goal) => {
    if (standing.reached.includes(goal.id)) return [];
    const { meets, catches } = definitionFor(goal.type);
    const answer = meets?.(goal.data, seen);
    if (!answer) return [];
    const lines = distance(flow, standing.nodeId, goal.id);
    return [{ nodeId: goal.id, lines, catches: catches?.(goal.data) ?? "anywhere", ...answer }];
  });
  // Sorting is stable, so that drawing order decides where all else is equal.
  const [first] = met
    .filter(
      ({ lines, catches }) =>
        lines === 0 || catches === "anywhere" || (catches === "above" && lines < Infinity),
    )
    .toSorted((a, b) => a.fact.visibleAt - b.fact.visibleAt || nearer(a.lines, b.lines));
  if (!first) return null;
  const { fact, nodeId, value } = first;
  // One fact takes a person to one place: without this, the nearest goal would only be a stop on the way to the farthest.
  const also = met.filter((one) => one.fact.id === fact.id && one.nodeId !== nodeId).map((one) => one.nodeId);
  return {
    nodeId,
    reaches: [nodeId, ...also],
    because: {
      v: 1,
      why: "goal",
      items: [{ topic: `event:${fact.name}`, factId: fact.id, value, at: fact.at }],
    },
  };
}

/** Infinite distances are equal, not incomparable. */
const nearer = (a: number, b: number): number => (a === b ? 0 : a - b);
