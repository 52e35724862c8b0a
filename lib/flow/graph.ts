import { definitionFor } from "@/lib/nodes/definitions";
import type { Flow, FlowEdge, FlowNode } from "./flow";

/** A flow, indexed. */
export type Graph = {
  node(id: string): FlowNode | undefined;
  /** Lines that leave a node, in the order of its paths. */
  out(id: string): readonly FlowEdge[];
  into(id: string): readonly FlowEdge[];
  /** The line that leaves by that path. */
  line(id: string, exit: string): FlowEdge | undefined;
};

const none: readonly FlowEdge[] = [];
const graphs = new WeakMap<Flow, Graph>();

/** The index of a flow, made once: a flow is never changed in place. */
export function graphOf(flow: Flow): Graph {
  const cached = graphs.get(flow);
  if (cached) return cached;
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const out = new Map<string, FlowEdge[]>();
  const into = new Map<string, FlowEdge[]>();
  const file = (map: Map<string, FlowEdge[]>, key: string, edge: FlowEdge) => {
    const list = map.get(key);
    if (list) list.push(edge);
    else map.set(key, [edge]);
  };
  for (const edge of flow.edges) {
    file(out, edge.source, edge);
    file(into, edge.target, edge);
  }
  for (const [id, edges] of out) {
    const node = nodes.get(id);
    if (!node || edges.length < 2) continue;
    const order = definitionFor(node.type)
      .exits(node.data)
      .map((exit) => exit.id);
    edges.sort((a, b) => order.indexOf(a.sourceHandle) - order.indexOf(b.sourceHandle));
  }
  const graph: Graph = {
    node: (id) => nodes.get(id),
    out: (id) => out.get(id) ?? none,
    into: (id) => into.get(id) ?? none,
    line: (id, exit) => out.get(id)?.find((edge) => edge.sourceHandle === exit),
  };
  graphs.set(flow, graph);
  return graph;
}

export const nodeOf = (flow: Flow, id: string): FlowNode | undefined => graphOf(flow).node(id);

/** The node that a path leads to; undefined when it leads nowhere. */
export const followed = (flow: Flow, id: string, exit: string): string | undefined =>
  graphOf(flow).line(id, exit)?.target;

export const isTrigger = (node: FlowNode): boolean => definitionFor(node.type).enters !== undefined;

/** Whether it is a goal: what meets it is heard of wherever people are. */
export const catchesPeople = (node: FlowNode): boolean => definitionFor(node.type).meets !== undefined;

/** Whom a goal takes to itself; null of anything else. */
const catching = (node: FlowNode) =>
  catchesPeople(node) ? (definitionFor(node.type).catches?.(node.data) ?? "anywhere") : null;

/** Whether people are caught by this node wherever they are. */
const catchesEverybody = (node: FlowNode): boolean => catching(node) === "anywhere";

/** The nodes that can be come to from any of these along the lines, these included. */
export function reachableFrom(flow: Flow, ids: Iterable<string>): Set<string> {
  const graph = graphOf(flow);
  const seen = new Set<string>();
  const rest = [...ids].filter((id) => graph.node(id));
  for (let id = rest.pop(); id !== undefined; id = rest.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of graph.out(id)) if (!seen.has(edge.target)) rest.push(edge.target);
  }
  return seen;
}

/**
 * The nodes that people can come to: from a trigger along the lines, or caught by a goal; and goals that only count, which
 * need nobody to come. Empty without a trigger.
 */
export function reachedByPeople(flow: Flow): Set<string> {
  if (!flow.nodes.some(isTrigger)) return new Set();
  const starts = flow.nodes.filter((node) => isTrigger(node) || catchesEverybody(node));
  const reached = reachableFrom(
    flow,
    starts.map((node) => node.id),
  );
  for (const node of flow.nodes) if (catching(node) === "nobody") reached.add(node.id);
  return reached;
}

const followers = new WeakMap<Flow, Map<string, Set<string>>>();

/** What can come after a node: along its lines, or after being caught by a goal. */
function after(flow: Flow, id: string): Set<string> {
  const ofFlow = followers.get(flow) ?? new Map<string, Set<string>>();
  followers.set(flow, ofFlow);
  const cached = ofFlow.get(id);
  if (cached) return cached;
  const starts = graphOf(flow)
    .out(id)
    .map((edge) => edge.target);
  const goals = flow.nodes.filter((node) => node.id !== id && catchesEverybody(node)).map((node) => node.id);
  const found = reachableFrom(flow, [...starts, ...goals]);
  ofFlow.set(id, found);
  return found;
}

/** Whether a walk can pass `a` before it comes to `b`. */
export const comesBefore = (flow: Flow, a: string, b: string): boolean =>
  graphOf(flow).node(a) !== undefined && after(flow, a).has(b);

const measured = new WeakMap<Flow, Map<string, Map<string, number>>>();

/** How many lines each node is away, following the lines forward. A node that cannot be come to is missing. */
export function distancesFrom(flow: Flow, from: string): ReadonlyMap<string, number> {
  const ofFlow = measured.get(flow) ?? new Map<string, Map<string, number>>();
  measured.set(flow, ofFlow);
  const cached = ofFlow.get(from);
  if (cached) return cached;
  const graph = graphOf(flow);
  const distances = new Map<string, number>([[from, 0]]);
  const queue = [from];
  for (const id of queue) {
    for (const edge of graph.out(id)) {
      if (distances.has(edge.target)) continue;
      distances.set(edge.target, (distances.get(id) ?? 0) + 1);
      queue.push(edge.target);
    }
  }
  ofFlow.set(from, distances);
  return distances;
}

/** Fewest lines from one node to another; infinite when no path leads there. */
export const distance = (flow: Flow, from: string, to: string): number =>
  distancesFrom(flow, from).get(to) ?? Number.POSITIVE_INFINITY;

/**
 * Groups of nodes that go round in a circle, each in the order of the flow.
 * Tarjan's strongly connected components, with a stack of its own so that a long funnel cannot exhaust the engine's.
 */
export function cyclesOf(flow: Flow): string[][] {
  const graph = graphOf(flow);
  const position = new Map(flow.nodes.map((node, at) => [node.id, at]));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const cycles: string[][] = [];
  const enter = (id: string) => {
    index.set(id, index.size);
    low.set(id, index.size - 1);
    open.push(id);
    isOpen.add(id);
    return { id, next: 0 };
  };
  const lower = (id: string, to: number) => low.set(id, Math.min(low.get(id) ?? to, to));
  for (const { id: start } of flow.nodes) {
    if (index.has(start)) continue;
    const stack = [enter(start)];
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const target = graph.out(frame.id)[frame.next++]?.target;
      if (target !== undefined) {
        if (!index.has(target)) stack.push(enter(target));
        else if (isOpen.has(target)) lower(frame.id, index.get(target) ?? 0);
        continue;
      }
      stack.pop();
      const parent = stack.at(-1);
      if (parent) lower(parent.id, low.get(frame.id) ?? 0);
      if (low.get(frame.id) !== index.get(frame.id)) continue;
      const members = open.splice(open.lastIndexOf(frame.id));
      for (const id of members) isOpen.delete(id);
      const only = members.length === 1 ? members[0] : undefined;
      if (only !== undefined && !graph.out(only).some((edge) => edge.target === only)) continue;
      cycles.push(members.sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0)));
    }
  }
  return cycles.sort((a, b) => (position.get(a[0] ?? "") ?? 0) - (position.get(b[0] ?? "") ?? 0));
}
