import type { Exit, NodeIssue, Surroundings } from "@/lib/nodes/contract";
import { definitionFor, runs } from "@/lib/nodes/definitions";
import { chainIssue } from "./chains";
import { exitsOf, type Flow, type FlowNode, MOST_EDGES, MOST_NODES } from "./flow";
import { comesBefore, cyclesOf, graphOf, isTrigger, reachedByPeople } from "./graph";
import { linkKeysOf, listenersIssues } from "./listeners";
import { nameOf } from "./names";
import { leaveIssues, whoIssues } from "./rules-issues";

/** Something the author should know, as a sentence. `nodeId` is null when it concerns the whole funnel. */
export type Issue = { nodeId: string | null } & NodeIssue;

/** Every issue of a flow, those of the whole funnel first, then by the order of its nodes. Never throws. */
export function check(flow: Flow, surroundings: Surroundings): Issue[] {
  const circles = circleIssues(flow);
  const reached = reachedByPeople(flow);
  return [
    ...wholeIssues(flow),
    ...chainIssue(flow, surroundings),
    ...listenersIssues(flow, surroundings),
    ...flow.nodes.flatMap((node) => [
      ...startIssues(flow, node),
      ...rulesIssues(flow, node),
      ...reachIssues(flow, node, reached),
      ...pathIssues(flow, node),
      ...(circles.get(node.id) ?? []),
      ...ownIssues(flow, node, surroundings),
    ]),
  ];
}

/** The issues that stand in the way of Publish. */
export const blocking = (issues: readonly Issue[]): Issue[] =>
  issues.filter((issue) => issue.level === "blocks");

const startsOn = (node: FlowNode): string => definitionFor(node.type).startsOn?.(node.data) ?? "";

const FORM = "form.submitted";

/** Starts that carry no properties of a shop's or an app's own. */
const SAYS_NOTHING = new Set([
  FORM,
  "tag.added",
  "field.changed",
  "date.came",
  "schedule.came",
  "page.viewed",
  "email.clicked",
  "email.opened",
]);

function wholeIssues(flow: Flow): Issue[] {
  const issues: Issue[] = [];
  const say = (level: "blocks" | "warns", message: string) => issues.push({ nodeId: null, level, message });
  if (flow.nodes.length > MOST_NODES) {
    say("blocks", `A funnel has at most ${MOST_NODES} steps. This one has ${flow.nodes.length}.`);
  }
  if (flow.edges.length > MOST_EDGES) {
    say("blocks", `A funnel has at most ${MOST_EDGES} lines. This one has ${flow.edges.length}.`);
  }
  const triggers = flow.nodes.filter(isTrigger);
  if (triggers.length === 0) say("blocks", "Nobody can enter yet. Add a trigger at the top.");
  const { entry } = flow;
  const what = triggers.every((node) => startsOn(node) === FORM) ? "the form" : "what starts it";
  if (
    entry.rule === "per-key" &&
    triggers.length > 0 &&
    triggers.every((node) => SAYS_NOTHING.has(startsOn(node)))
  ) {
    say(
      "warns",
      `People enter once per “${entry.property}”, but ${what} does not send one, so nobody will enter by it. Let them enter once instead.`,
    );
  }
  const again = entry.rule === "after-end" || entry.rule === "after-days";
  const deadline = flow.dates?.find(({ kind }) => kind !== undefined);
  if (again && deadline) {
    say(
      "warns",
      `People may enter this funnel again, and then “${deadline.name}” begins anew for them. Let them enter once if it is to be their last chance.`,
    );
  }
  if (!flow.nodes.some((node) => definitionFor(node.type).group === "message")) {
    say("warns", "This funnel sends nothing yet. Add an email.");
  }
  if (!flow.nodes.some((node) => definitionFor(node.type).meets)) {
    say("warns", "Add a goal to see in the results what this funnel brings.");
  }
  return issues;
}

const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

function startIssues(flow: Flow, node: FlowNode): Issue[] {
  if (!isTrigger(node)) return [];
  const issues: Issue[] = [];
  const { startsLike, repeats } = definitionFor(node.type);
  const start = startsLike?.(node.data) ?? null;
  const twin = flow.nodes.find(
    (other) => isTrigger(other) && definitionFor(other.type).startsLike?.(other.data) === start,
  );
  if (start !== null && twin && twin.id !== node.id) {
    issues.push({
      nodeId: node.id,
      level: "blocks",
      message: `“${nameOf(flow, twin.id)}” and “${nameOf(flow, node.id)}” both start ${lowerFirst(start)}. Remove one, or choose another event.`,
    });
  }
  if (flow.entry.rule === "once" && repeats?.(node.data)) {
    issues.push({
      nodeId: node.id,
      level: "warns",
      message: `“${nameOf(flow, node.id)}” comes round again, but people enter this funnel once, ever. Let them enter again after they have left.`,
    });
  }
  if (graphOf(flow).out(node.id).length === 0) {
    issues.push({
      nodeId: node.id,
      level: "warns",
      message: `Nothing follows “${nameOf(flow, node.id)}”. Whoever enters there leaves at once.`,
    });
  }
  return issues;
}

/** They are told of where the rules are set: at the first trigger. */
function rulesIssues(flow: Flow, node: FlowNode): Issue[] {
  const { rules } = flow;
  if (!rules || node !== flow.nodes.find(isTrigger)) return [];
  const issues = [...whoIssues(rules), ...leaveIssues(flow, rules.leave)];
  return issues.map((issue) => ({ nodeId: node.id, ...issue }));
}

function reachIssues(flow: Flow, node: FlowNode, reached: ReadonlySet<string>): Issue[] {
  // Without a trigger nothing can be reached, and saying so once is enough.
  if (reached.size === 0 || reached.has(node.id) || !runs(node.type)) return [];
  const name = nameOf(flow, node.id);
  const message =
    graphOf(flow).into(node.id).length === 0
      ? `Nothing leads to “${name}”, so nobody will reach it.`
      : `No way leads from a trigger to “${name}”, so nobody will reach it.`;
  return [{ nodeId: node.id, level: "blocks", message }];
}

function pathIssues(flow: Flow, node: FlowNode): Issue[] {
  return definitionFor(node.type)
    .exits(node.data)
    .filter((exit) => !exit.mayStayOpen && !graphOf(flow).line(node.id, exit.id))
    .map((exit) => ({
      nodeId: node.id,
      level: "blocks",
      message: `The ${exit.label} path of “${nameOf(flow, node.id)}” leads nowhere. Draw a line, or add an End.`,
    }));
}

/** Most names that one sentence lists. */
const MOST_NAMES = 4;

/** A drawing may go round through a jump, and only with a wait of so long on the way. */
const SHORTEST_ROUND_MS = 3_600_000;

/** The drawing without the lines of which this holds. */
const without = (flow: Flow, cut: (path: Exit | undefined, node: FlowNode) => boolean): Flow => ({
  ...flow,
  edges: flow.edges.filter(({ source, sourceHandle }) => {
    const node = graphOf(flow).node(source);
    return (
      !node ||
      !cut(
        exitsOf(node).find(({ id }) => id === sourceHandle),
        node,
      )
    );
  }),
});

function circleIssues(flow: Flow): Map<string, Issue[]> {
  const issues = new Map<string, Issue[]>();
  const unsanctioned = without(flow, (path) => path?.again === true);
  const hasty = without(
    flow,
    (path, { type, data }) => (definitionFor(type).dwells?.(data, path?.id ?? "") ?? 0) >= SHORTEST_ROUND_MS,
  );
  for (const circle of cyclesOf(hasty)) {
    const jump = circle.find((id) => {
      const node = graphOf(flow).node(id);
      return node && exitsOf(node).some(({ again }) => again);
    });
    if (jump === undefined) continue;
    const message = `“${nameOf(flow, jump)}” sends people round without a rest. Put a wait of at least an hour on the way back to it.`;
    issues.set(jump, [{ nodeId: jump, level: "blocks", message }]);
  }
  for (const circle of cyclesOf(unsanctioned)) {
    const first = circle[0] ?? "";
    const names = circle.map((id) => `“${nameOf(flow, id)}”`);
    const more = names.length - MOST_NAMES;
    const listed =
      more > 0
        ? `${names.slice(0, MOST_NAMES).join(", ")} and ${more} more ${more === 1 ? "step" : "steps"} go`
        : names.length > 1
          ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)} go`
          : `${names[0]} goes`;
    issues.set(first, [
      ...(issues.get(first) ?? []),
      {
        nodeId: first,
        level: "blocks",
        message: `${listed} round in a circle. Remove one of the lines between them, or go back by a Jump, which says how often.`,
      },
    ]);
  }
  return issues;
}

function ownIssues(flow: Flow, node: FlowNode, surroundings: Surroundings): Issue[] {
  const neighbours = {
    startedBy: flow.nodes.filter(isTrigger).map(startsOn),
    node: (id: string) => graphOf(flow).node(id),
    name: (id: string) => nameOf(flow, id),
    links: (id: string) => linkKeysOf(graphOf(flow).node(id)),
    comesBefore: (a: string, b: string) => comesBefore(flow, a, b),
    dates: flow.dates ?? [],
    leadsTo: (a: string, b: string) =>
      graphOf(flow)
        .out(a)
        .some(({ target }) => target === b),
  };
  const found = definitionFor(node.type).issues?.(node.data, surroundings, neighbours, node.id) ?? [];
  return found.map((issue) => ({ nodeId: node.id, ...issue }));
}
