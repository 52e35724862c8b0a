import { exitsOf, type Flow } from "./flow";
import { graphOf, isTrigger } from "./graph";

/** A flow as a tree of blocks. A node's block holds what can only be come to through it; null is the whole drawing. */
export type Shape = {
  /** The first trigger; without one, the first node that nothing leads to. Null when the flow is empty. */
  first: string | null;
  /** Every node, each after the node whose block it is in and after all that lead to it. */
  order: readonly string[];
  parent(id: string): string | null;
  /** What its own paths lead to and nothing else does, by side. */
  branches(id: string | null): { left: string[]; middle: string | null; right: string[] };
  /** Where paths of its block meet again: rows, top to bottom, each from left to right. */
  joins(id: string | null): string[][];
};

/** -1 for the paths on the left, 0 for the one in the middle, 1 for those on the right. */
export const sideOf = (path: number, paths: number): number => Math.sign(path - (paths - 1) / 2);

type Line = { source: string; target: string };

/** The lines that do not close a circle, and the nodes so that every such line leads forward. */
function forward(flow: Flow): { order: string[]; lines: Line[] } {
  const graph = graphOf(flow);
  const state = new Map<string, "open" | "done">();
  const order: string[] = [];
  const lines: Line[] = [];
  const starts = [
    ...flow.nodes.filter(isTrigger),
    ...flow.nodes.filter((node) => graph.into(node.id).length === 0),
    ...flow.nodes,
  ];
  const places: string[][] = [];
  for (const { id: start } of starts) {
    if (state.has(start)) continue;
    const done: string[] = [];
    const stack = [{ id: start, next: graph.out(start).length - 1 }];
    state.set(start, "open");
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      // Last path first: reversed at the end, so that what the first path leads to comes first.
      const edge = graph.out(frame.id)[frame.next--];
      if (!edge) {
        state.set(frame.id, "done");
        done.push(frame.id);
        stack.pop();
        continue;
      }
      const seen = state.get(edge.target);
      if (seen !== "open") lines.push({ source: edge.source, target: edge.target });
      if (seen !== undefined || !graph.node(edge.target)) continue;
      state.set(edge.target, "open");
      stack.push({ id: edge.target, next: graph.out(edge.target).length - 1 });
    }
    places.push(done.reverse());
  }
  // A later start may lead into what an earlier one found, never the other way round.
  for (const part of places.reverse()) order.push(...part);
  return { order, lines };
}

export function shapeOf(flow: Flow): Shape {
  const graph = graphOf(flow);
  const { order, lines } = forward(flow);
  const sources = new Map<string, string[]>(order.map((id) => [id, []]));
  for (const { source, target } of lines) sources.get(target)?.push(source);

  // Immediate dominators of a graph without circles: the nearest common ancestor of all that lead to a node.
  const parents = new Map<string, string | null>();
  const depths = new Map<string | null, number>([[null, 0]]);
  const ranks = new Map<string, number>();
  const depth = (id: string | null) => depths.get(id) ?? 0;
  const up = (id: string | null) => (id === null ? null : (parents.get(id) ?? null));
  const common = (one: string | null, other: string | null): string | null => {
    let [a, b] = [one, other];
    while (a !== b) {
      if (depth(a) >= depth(b)) a = up(a);
      else b = up(b);
    }
    return a;
  };
  for (const id of order) {
    const from = sources.get(id) ?? [];
    const parent = from.length === 0 ? null : from.reduce<string | null>(common, from[0] ?? null);
    parents.set(id, parent);
    depths.set(id, depth(parent) + 1);
    ranks.set(id, 1 + Math.max(-1, ...from.map((source) => ranks.get(source) ?? 0)));
  }

  const starts: string[] = [];
  const branchesOf = new Map<string, Set<string>>();
  const joinsOf = new Map<string | null, Map<number, string[]>>();
  for (const id of order) {
    const from = sources.get(id) ?? [];
    const only = from.length === 1 ? from[0] : undefined;
    if (from.length === 0) starts.push(id);
    else if (only !== undefined) branchesOf.set(only, (branchesOf.get(only) ?? new Set()).add(id));
    else {
      const parent = parents.get(id) ?? null;
      const rows = joinsOf.get(parent) ?? new Map<number, string[]>();
      joinsOf.set(parent, rows);
      // Nodes of one rank cannot lead to one another, so they may stand side by side.
      const rank = ranks.get(id) ?? 0;
      rows.set(rank, [...(rows.get(rank) ?? []), id]);
    }
  }

  const place = new Map(flow.nodes.map((node, at) => [node.id, at]));
  const inFlow = (ids: string[]) => ids.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
  const isStart = new Set(flow.nodes.filter(isTrigger).map((node) => node.id));
  /** Triggers from left to right around the middle, then whatever nothing leads to. */
  const roots = [
    ...inFlow(starts.filter((id) => isStart.has(id))),
    ...inFlow(starts.filter((id) => !isStart.has(id))),
  ];
  const triggers = roots.filter((id) => isStart.has(id)).length || Math.min(1, roots.length);

  return {
    first: roots[0] ?? null,
    order,
    parent: (id) => parents.get(id) ?? null,
    branches(id) {
      const sides = { left: [] as string[], middle: null as string | null, right: [] as string[] };
      const put = (target: string, index: number, count: number) => {
        const side = sideOf(index, count);
        if (side < 0) sides.left.push(target);
        else if (side > 0) sides.right.push(target);
        else sides.middle = target;
      };
      if (id === null) {
        roots.forEach((root, at) => {
          put(root, at, triggers);
        });
        return sides;
      }
      const node = graph.node(id);
      const own = branchesOf.get(id);
      if (!node || !own) return sides;
      const exits = exitsOf(node);
      exits.forEach((exit, at) => {
        const target = graph.line(id, exit.id)?.target;
        if (target !== undefined && own.has(target)) put(target, at, exits.length);
      });
      return sides;
    },
    joins: (id) => [...(joinsOf.get(id)?.entries() ?? [])].sort(([a], [b]) => a - b).map(([, row]) => row),
  };
}
