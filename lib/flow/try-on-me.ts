import type { Surroundings } from "@/lib/nodes/contract";
import { definitionFor } from "@/lib/nodes/definitions";
import { blocking, check, type Issue } from "./check";
import type { Flow, FlowNode } from "./flow";

/** How fast a test runs, the usual one first: how many times as fast as real time, and how a choice says it. */
export const SPEEDS = [
  { speed: 8_640, label: "1 day in 10 seconds" },
  { speed: 86_400, label: "1 day in a second" },
  { speed: 1_440, label: "1 day in a minute" },
] as const;

/** In real time, the shortest a wait of a test may be: long enough to be seen. */
const SHORTEST_REAL_MS = 1_000;

/**
 * The drawing as a test of that speed runs it: nothing that takes time is over in less than a second. "Wait 1 hour" would
 * be over in 0.4 s, and nobody clicks a mail in that.
 */
export function forTest(flow: Flow, speed: number): Flow {
  const shortestMs = SHORTEST_REAL_MS * speed;
  return {
    ...flow,
    nodes: flow.nodes.map((node) => {
      const data = definitionFor(node.type).lasting?.(node.data, shortestMs) ?? node.data;
      return { ...node, data } as FlowNode;
    }),
  };
}

/**
 * What must be mended before a draft can be tried. Like Publish, but a test needs no sender and no postal address: it
 * is mail to oneself.
 */
export const blocksTest = (flow: Flow, surroundings: Surroundings): Issue[] =>
  blocking(check(flow, aroundTest(surroundings)));

const aroundTest = (surroundings: Surroundings): Surroundings => ({
  ...surroundings,
  postalAddress: surroundings.postalAddress.trim() || NO_ADDRESS,
  sender: surroundings.sender ?? { name: "You", email: "you@example.org" },
});

/** Printed at the foot of a test's mail while the workspace has no postal address. */
export const NO_ADDRESS = "Your postal address";
