import { definitionFor, runs } from "@/lib/nodes/definitions";
import type { Flow, FlowNode } from "./flow";
import { catchesPeople, graphOf } from "./graph";
import { nameOf } from "./names";
import { same } from "./same";

/** What one drawing does otherwise than another, wherever the cards stand and whatever notes say. */
export type Difference = {
  added: FlowNode[];
  removed: FlowNode[];
  /** The same step with other settings. */
  changed: { before: FlowNode; after: FlowNode }[];
  /** Another kind of step under the same id. */
  replaced: { before: FlowNode; after: FlowNode }[];
  /** Steps of both whose paths lead elsewhere. */
  rewired: FlowNode[];
  /** Who may enter, and whatever else holds for the funnel as a whole. */
  rules: boolean;
};

export function diffOf(before: Flow, after: Flow): Difference {
  const difference: Difference = {
    added: [],
    removed: [],
    changed: [],
    replaced: [],
    rewired: [],
    rules: !sameRules(before, after),
  };
  const earlier = graphOf(before);
  const later = graphOf(after);
  for (const node of after.nodes) {
    if (!runs(node.type)) continue;
    const twin = earlier.node(node.id);
    if (!twin || !runs(twin.type)) difference.added.push(node);
    else if (twin.type !== node.type) difference.replaced.push({ before: twin, after: node });
    else if (!sameSettings(twin, node)) difference.changed.push({ before: twin, after: node });
    if (twin?.type === node.type && waysOf(before, node.id) !== waysOf(after, node.id)) {
      difference.rewired.push(node);
    }
  }
  for (const node of before.nodes) {
    const twin = later.node(node.id);
    if (runs(node.type) && (!twin || !runs(twin.type))) difference.removed.push(node);
  }
  return difference;
}

const waysOf = (flow: Flow, id: string): string =>
  graphOf(flow)
    .out(id)
    .map(({ sourceHandle, target }) => `${sourceHandle} ${target}`)
    .sort()
    .join("\n");

const parsed = new WeakMap<object, object>();

/** Versions are never rewritten: what a later release added to the settings is filled in before they are compared. */
function settingsOf(node: FlowNode): object {
  const cached = parsed.get(node.data);
  if (cached) return cached;
  const read = definitionFor(node.type).settings.safeParse(node.data);
  const settings = read.success ? (read.data as object) : node.data;
  parsed.set(node.data, settings);
  return settings;
}

export const sameSettings = (one: FlowNode, other: FlowNode): boolean =>
  one.type === other.type && (one.data === other.data || same(settingsOf(one), settingsOf(other)));

/** Everything but steps and lines. */
function sameRules(one: Flow, other: Flow): boolean {
  const { nodes: _n, edges: _e, ...rules } = one;
  const { nodes: _on, edges: _oe, ...others } = other;
  return same(rules, others);
}

/**
 * Whether somebody who waits at this step of one drawing waits at it in the other in the very same way: the step, what
 * catches people, and what holds for the whole are the same. Nothing needs to be asked anew.
 */
export function waitsTheSame(before: Flow, after: Flow, nodeId: string): boolean {
  const here = graphOf(before).node(nodeId);
  const there = graphOf(after).node(nodeId);
  if (!here || !there || !sameSettings(here, there) || !sameRules(before, after)) return false;
  const goals = before.nodes.filter(catchesPeople);
  const others = after.nodes.filter(catchesPeople);
  return (
    goals.length === others.length &&
    goals.every((goal, index) => {
      const other = others[index];
      return other !== undefined && other.id === goal.id && sameSettings(goal, other);
    })
  );
}

const MOST_NAMED = 3;

/** The difference in a sentence: "Adds “Email 3”, changes “Wait 1” and removes “Goal 1”." */
export function sayDifference(before: Flow, after: Flow): string {
  const { added, removed, changed, replaced, rewired, rules } = diffOf(before, after);
  const touched = new Set([
    ...added,
    ...changed.map((one) => one.after),
    ...replaced.map((one) => one.after),
  ]);
  const led = rewired.filter((node) => ![...touched].some(({ id }) => id === node.id));
  const parts = [
    part("adds", after, added),
    part(
      "changes",
      after,
      [...changed, ...replaced].map((one) => one.after),
    ),
    part("removes", before, removed),
    // Where a step came or went, lines had to follow: that says nothing new.
    added.length + removed.length === 0 ? part("leads elsewhere from", after, led) : null,
    rules ? "changes what holds for the whole funnel" : null,
  ].filter((one) => one !== null);
  if (parts.length === 0) return "Does the same.";
  const sentence = listed(parts);
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function part(verb: string, flow: Flow, nodes: readonly FlowNode[]): string | null {
  if (nodes.length === 0) return null;
  if (nodes.length > MOST_NAMED) return `${verb} ${nodes.length} steps`;
  return `${verb} ${listed(nodes.map(({ id }) => `“${nameOf(flow, id)}”`))}`;
}

/** "a", "a and b", "a, b and c". */
export const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
