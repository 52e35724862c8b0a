import type { Flow } from "@/lib/flow/flow";

/** A card that says its numbers is up to 90 px taller than in Build, where a row is 184. */
const STRETCH = 1.4;

const kept = new WeakMap<Flow, Flow>();

/** The same drawing with its rows further apart, so that cards with numbers do not cover each other. */
export function roomy(flow: Flow): Flow {
  const found = kept.get(flow);
  if (found) return found;
  const made: Flow = {
    ...flow,
    nodes: flow.nodes.map((node) => ({
      ...node,
      position: { x: node.position.x, y: Math.round(node.position.y * STRETCH) },
    })),
  };
  kept.set(flow, made);
  return made;
}
