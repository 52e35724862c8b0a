import { canBeLedTo, definitionFor, type NodeType, type SettingsOf } from "@/lib/nodes/definitions";
import { type Entry, exitsOf, type Flow, type FlowEdge, type FlowNode, MOST_EDGES, MOST_NODES } from "./flow";
import type { FunnelDate } from "./funnel-dates";
import { type FunnelRules, NO_RULES, remapRules } from "./funnel-rules";
import { graphOf, reachableFrom } from "./graph";
import { COLUMN_PX, freePlace, overlap, type Point, ROW_PX } from "./layout";

// Every edit is pure and hands back the very same flow when nothing changes, so that it is no step to undo.

/** From a path of one node to another node. A canvas may not know the path yet; such a line is refused. */
export type Line = { source: string; sourceHandle: string | null; target: string };

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A short readable id that no node of the flow has: "email-3f9a". `random` gives numbers from 0 up to 1. */
function freshId(taken: ReadonlySet<string>, type: NodeType, random: () => number): string {
  const letter = () => LETTERS.charAt(Math.min(Math.floor(random() * LETTERS.length), LETTERS.length - 1));
  let id = `${type}-${letter()}${letter()}${letter()}${letter()}`;
  while (taken.has(id)) id += letter();
  return id;
}

const idsOf = (flow: Flow): Set<string> => new Set(flow.nodes.map((node) => node.id));

/** A node of that type with the settings it begins with. */
export function freshNode(
  flow: Flow,
  type: NodeType,
  position: Point,
  random: () => number = Math.random,
): FlowNode {
  const id = freshId(idsOf(flow), type, random);
  return { id, type, position, data: definitionFor(type).initial() } as FlowNode;
}

/** A path leads to one place, so the path names the line; the number only matters where an older line has that name. */
function edgeIdFor(edges: readonly FlowEdge[], source: string, exit: string): string {
  const taken = new Set(edges.map((edge) => edge.id));
  const name = `${source.slice(0, 48)}-${exit.slice(0, 10)}`.replace(/[^A-Za-z0-9_-]/g, "_");
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}

export function addNode(flow: Flow, node: FlowNode): Flow {
  if (flow.nodes.length >= MOST_NODES || graphOf(flow).node(node.id)) return flow;
  return { ...flow, nodes: [...flow.nodes, node] };
}

/**
 * Draws a line. A path leads to one place, so an earlier line of the same path is replaced.
 * Refused: a line to the node itself, into a trigger, from a path that does not exist.
 */
export function connect(flow: Flow, { source, sourceHandle, target }: Line): Flow {
  const graph = graphOf(flow);
  const from = graph.node(source);
  const to = graph.node(target);
  if (!from || !to || from === to || !canBeLedTo(to.type)) return flow;
  if (sourceHandle === null || !exitsOf(from).some((exit) => exit.id === sourceHandle)) return flow;
  const earlier = graph.line(source, sourceHandle);
  if (earlier?.target === target) return flow;
  const others = earlier ? flow.edges.filter((edge) => edge !== earlier) : flow.edges;
  if (others.length >= MOST_EDGES) return flow;
  return {
    ...flow,
    edges: [...others, { id: edgeIdFor(others, source, sourceHandle), source, sourceHandle, target }],
  };
}

export function disconnect(flow: Flow, edgeId: string): Flow {
  const edges = flow.edges.filter((edge) => edge.id !== edgeId);
  return edges.length === flow.edges.length ? flow : { ...flow, edges };
}

/**
 * Puts a node on a line: the line leads to it, and its first path to where the line led. It stands where the old
 * target stood, and what follows moves down. After a node without paths (End) the line is over.
 */
export function insertOnEdge(flow: Flow, edgeId: string, node: FlowNode): Flow {
  const edge = flow.edges.find((one) => one.id === edgeId);
  const graph = graphOf(flow);
  const source = edge && graph.node(edge.source);
  const target = edge && graph.node(edge.target);
  if (!edge || !source || !target || !canBeLedTo(node.type) || graph.node(node.id)) return flow;
  const first = exitsOf(node)[0];
  if (flow.nodes.length >= MOST_NODES || (first && flow.edges.length >= MOST_EDGES)) return flow;

  const made = makeRoom(flow, source, target);
  const placed = { ...node, position: made.place } as FlowNode;
  const edges = flow.edges.map((one) => (one === edge ? { ...one, target: node.id } : one));
  const drawn = { ...flow, nodes: [...made.nodes, placed], edges };
  return first ? connect(drawn, { source: node.id, sourceHandle: first.id, target: target.id }) : drawn;
}

/** A place between two nodes, and the nodes after what follows has moved out of its way. */
function makeRoom(flow: Flow, source: FlowNode, target: FlowNode): { place: Point; nodes: FlowNode[] } {
  const top = source.position.y + ROW_PX;
  // Where paths meet, the new card belongs to its own path, not to the middle.
  const { x } = graphOf(flow).into(target.id).length > 1 ? source.position : target.position;
  const roomy = target.position.y >= top + ROW_PX || target.position.y <= source.position.y;
  const wanted = { x, y: roomy ? top : Math.max(top, target.position.y) };
  if (roomy) return { place: freePlace(flow.nodes, wanted), nodes: flow.nodes };
  const down = wanted.y + ROW_PX - target.position.y;
  const following = reachableFrom(flow, [target.id]);
  const nodes = flow.nodes.map((node) =>
    following.has(node.id) && node.position.y >= target.position.y
      ? at(node, { x: node.position.x, y: node.position.y + down })
      : node,
  );
  return { place: freePlace(nodes, wanted), nodes };
}

/** Puts a node at the end of a path; if the path already leads somewhere, in between. */
export function appendTo(flow: Flow, nodeId: string, exitId: string, node: FlowNode): Flow {
  const graph = graphOf(flow);
  const earlier = graph.line(nodeId, exitId);
  if (earlier) return insertOnEdge(flow, earlier.id, node);
  const added = addNode(flow, node);
  if (added === flow) return flow;
  const connected = connect(added, { source: nodeId, sourceHandle: exitId, target: node.id });
  return connected === added ? flow : connected;
}

/**
 * Removes nodes and lines. A node with a single onward line is bridged, so that taking a step out of the middle
 * keeps the path; not where its predecessor already leads there. Settings that name a removed node forget it.
 */
export function remove(flow: Flow, ids: ReadonlySet<string>): Flow {
  const gone = new Set(flow.nodes.filter((node) => ids.has(node.id)).map((node) => node.id));
  if (gone.size === 0 && !flow.edges.some((edge) => ids.has(edge.id))) return flow;
  const graph = graphOf(flow);
  /** Where a line into a removed node leads on to. */
  const onward = (target: string): string | null => {
    const passed = new Set<string>();
    let id = target;
    while (gone.has(id)) {
      const [line, another] = graph.out(id);
      if (!line || another || passed.has(id)) return null;
      passed.add(id);
      id = line.target;
    }
    return id;
  };
  const pairs = new Set<string>();
  const pair = (source: string, target: string) => `${source} ${target}`;
  // A canvas names the lines at a removed node too; they must not keep it from being bridged.
  const kept = flow.edges.filter(
    (edge) => !gone.has(edge.source) && (gone.has(edge.target) || !ids.has(edge.id)),
  );
  for (const edge of kept) if (!gone.has(edge.target)) pairs.add(pair(edge.source, edge.target));
  const edges = kept.flatMap((edge) => {
    if (!gone.has(edge.target)) return [edge];
    const target = onward(edge.target);
    if (target === null || target === edge.source || pairs.has(pair(edge.source, target))) return [];
    pairs.add(pair(edge.source, target));
    return [{ ...edge, target }];
  });
  const nodes = flow.nodes
    .filter((node) => !gone.has(node.id))
    .map((node) => remapped(node, gone, (id) => (gone.has(id) ? undefined : id)));
  const rules = flow.rules && remapRules(flow.rules, (id) => (gone.has(id) ? undefined : id));
  return { ...flow, nodes, edges, ...(rules ? { rules } : {}) };
}

/** The node with its references followed through `map`; itself when it names none of `touched`. */
function remapped(
  node: FlowNode,
  touched: { has(id: string): boolean },
  map: (id: string) => string | undefined,
): FlowNode {
  const definition = definitionFor(node.type);
  const names = definition.references?.(node.data) ?? [];
  if (!definition.remap || !names.some((id) => touched.has(id))) return node;
  return { ...node, data: definition.remap(node.data, map) } as FlowNode;
}

const FARTHEST_PX = 1e6;
const within = (value: number) => Math.min(Math.max(value, -FARTHEST_PX), FARTHEST_PX);

function at(node: FlowNode, to: Point): FlowNode {
  if (!Number.isFinite(to.x) || !Number.isFinite(to.y)) return node;
  const position = { x: within(to.x), y: within(to.y) };
  return position.x === node.position.x && position.y === node.position.y ? node : { ...node, position };
}

const sameAll = (before: readonly FlowNode[], now: readonly FlowNode[]): boolean =>
  before.length === now.length && before.every((node, index) => node === now[index]);

export function move(flow: Flow, positions: Readonly<Record<string, Point>>): Flow {
  const nodes = flow.nodes.map((node) => {
    const to = Object.hasOwn(positions, node.id) ? positions[node.id] : undefined;
    return to ? at(node, to) : node;
  });
  return sameAll(flow.nodes, nodes) ? flow : { ...flow, nodes };
}

/**
 * Gives a node its settings, which must be those of its type. The line of a path that no longer exists moves to the first
 * path that is new; where there is none, it goes.
 */
export function configure(flow: Flow, id: string, settings: SettingsOf<NodeType>): Flow {
  const node = graphOf(flow).node(id);
  if (!node || JSON.stringify(node.data) === JSON.stringify(settings)) return flow;
  const configured = { ...node, data: settings } as FlowNode;
  return {
    ...flow,
    nodes: flow.nodes.map((one) => (one === node ? configured : one)),
    edges: withPathsOf(flow.edges, node, configured),
  };
}

function withPathsOf(edges: FlowEdge[], before: FlowNode, now: FlowNode): FlowEdge[] {
  const [had, has] = [before, now].map((node) => exitsOf(node).map((exit) => exit.id)) as [
    string[],
    string[],
  ];
  const stays = (edge: FlowEdge) => edge.source !== now.id || has.includes(edge.sourceHandle);
  if (edges.every(stays)) return edges;
  const free = has.filter((exit) => !had.includes(exit));
  const kept = edges.filter(stays);
  for (const exit of had) {
    const line = edges.find((edge) => edge.sourceHandle === exit && !stays(edge));
    const sourceHandle = line && free.shift();
    if (!line || !sourceHandle) continue;
    kept.push({ ...line, id: edgeIdFor(kept, now.id, sourceHandle), sourceHandle });
  }
  return kept;
}

/**
 * Copies nodes beside themselves, with the lines among them. What a copy names is the copy where there is one,
 * and the original otherwise. The copies come last in `nodes`, in the order of their originals.
 */
export function duplicate(flow: Flow, ids: ReadonlySet<string>, random: () => number = Math.random): Flow {
  const originals = flow.nodes.filter((node) => ids.has(node.id));
  const inner = flow.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target));
  if (originals.length === 0) return flow;
  if (flow.nodes.length + originals.length > MOST_NODES) return flow;
  if (flow.edges.length + inner.length > MOST_EDGES) return flow;
  const taken = idsOf(flow);
  const copies = new Map<string, string>();
  for (const { id, type } of originals) {
    const fresh = freshId(taken, type, random);
    taken.add(fresh);
    copies.set(id, fresh);
  }
  const aside = roomBeside(flow, originals);
  const nodes = originals.map((node) => {
    const copy = remapped(node, copies, (id) => copies.get(id) ?? id);
    const { x, y } = node.position;
    return at({ ...copy, id: copies.get(node.id) ?? node.id }, { x: x + aside, y });
  });
  const edges = [...flow.edges];
  for (const edge of inner) {
    const source = copies.get(edge.source) ?? edge.source;
    const target = copies.get(edge.target) ?? edge.target;
    edges.push({ ...edge, id: edgeIdFor(edges, source, edge.sourceHandle), source, target });
  }
  return { ...flow, nodes: [...flow.nodes, ...nodes], edges };
}

/** How far to the right these nodes find room together. */
function roomBeside(flow: Flow, nodes: readonly FlowNode[]): number {
  const xs = nodes.map((node) => node.position.x);
  const widest = Math.max(...xs) - Math.min(...xs) + COLUMN_PX;
  for (let aside = widest; aside < widest + 50 * COLUMN_PX; aside += COLUMN_PX) {
    const free = nodes.every(({ position: { x, y } }) =>
      flow.nodes.every((other) => !overlap(other.position, { x: x + aside, y })),
    );
    if (free) return aside;
  }
  return widest;
}

/** A funnel without dates is kept as one that never had any. */
export function setDates(flow: Flow, dates: FunnelDate[]): Flow {
  const { dates: before = [], ...rest } = flow;
  if (JSON.stringify(dates) === JSON.stringify(before)) return flow;
  return dates.length === 0 ? rest : { ...rest, dates };
}

/** What holds anywhere in the funnel; no rules at all are none. */
export function setRules(flow: Flow, rules: FunnelRules): Flow {
  if (JSON.stringify(rules) === JSON.stringify(flow.rules ?? NO_RULES)) return flow;
  return { ...flow, rules };
}

export function setEntry(flow: Flow, entry: Entry): Flow {
  return JSON.stringify(entry) === JSON.stringify(flow.entry) ? flow : { ...flow, entry };
}
