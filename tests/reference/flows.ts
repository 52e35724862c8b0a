import fc from "fast-check";
import type { Flow, FlowNode } from "@/lib/flow/flow";
import { property, type RuleSpec, ruleOf, wish } from "./any-rule";
import { goalSpec, type StepSpec, stepSpec } from "./any-step";
import { DAY, HOUR } from "./lengths";
import { nodeOf, pathsOf, rulePath, triggerOf } from "./node-of";

const flowSpec = fc.record({
  triggers: fc.constantFrom(1, 1, 1, 2),
  startsOn: fc.constantFrom("form" as const, "signed-up", "purchase"),
  steps: fc.array(stepSpec, { minLength: 2, maxLength: 22, size: "max" }),
  /** What becomes of the paths that are open in the end: stay open, or join a later step. */
  closings: fc.array(fc.record({ stays: fc.boolean(), joins: fc.nat(99) }), { minLength: 1, maxLength: 6 }),
  /** A goal that no line leads to; it can only pull. */
  aside: fc.option(goalSpec, { freq: 12 }),
  /** Something written beside the drawing. */
  note: fc.boolean(),
  /** Nothing but marketing mail comes of it: whoever unsubscribes leaves. */
  plain: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  perKey: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  leave: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    {
      weight: 1,
      arbitrary: fc.record({
        purchased: fc.option(fc.record(wish)),
        events: fc.array(
          fc.record({
            event: fc.constantFrom("viewed", "refund", ""),
            where: fc.array(
              fc
                .record({ property })
                .map(({ property: one }) => ({ property: one, is: "is-filled" as const, value: "" })),
              { maxLength: 1 },
            ),
          }),
          { maxLength: 2 },
        ),
      }),
    },
  ),
  order: fc.constantFrom("as drawn" as const, "reversed" as const, "halves" as const),
});
type FlowSpec = typeof flowSpec extends fc.Arbitrary<infer T> ? T : never;

/** A flow that could be published (an aside goal apart): acyclic, both paths of each condition connected. */
export const anyFlow: fc.Arbitrary<Flow> = flowSpec.map((spec) => draw(spec.plain ? plain(spec) : spec));

function plain(spec: FlowSpec): FlowSpec {
  const steps = spec.steps.map((step): StepSpec => {
    if (step.node.type === "email") return { ...step, node: { ...step.node, kind: "marketing" } };
    return step.node.type === "goal" ? { ...step, node: { type: "wait", forMs: DAY, until: null } } : step;
  });
  return { ...spec, steps, aside: null };
}

const DATES = [
  { name: "close", date: "2026-03-09", time: "09:00", zone: null },
  { name: "begins", date: "2026-03-29", time: "02:30", zone: "America/New_York" },
  { name: "day", date: "2026-03-01", time: "10:00", zone: "Europe/London" },
  { name: "ends", kind: "days", days: 3, time: "02:30" },
  { name: "soon", kind: "hours", hours: 30 },
] as const;

type OpenPath = { source: string; sourceHandle: string; mayStayOpen: boolean };

const position = { x: 0, y: 0 };

function draw(spec: FlowSpec): Flow {
  const nodes: FlowNode[] = [];
  const edges: Flow["edges"] = [];
  const rules = new Map<string, RuleSpec[]>();
  const open: OpenPath[] = [];
  const connect = ({ source, sourceHandle }: OpenPath, target: string) =>
    edges.push({ id: `l${edges.length + 1}`, source, sourceHandle, target });

  const add = (settings: StepSpec["node"]): string => {
    const id = `${settings.type}${nodes.length}`;
    if (settings.type === "condition") rules.set(id, [settings.rule]);
    if (settings.type === "branch") rules.set(id, settings.rules);
    const back = settings.type === "jump" ? nodes[spec.triggers + (settings.back % nodes.length)] : undefined;
    const mails = nodes.flatMap((node) => (node.type === "email" ? [node.id] : []));
    nodes.push(nodeOf(id, settings, mails));
    if (settings.type === "jump" && settings.to === "step" && back && back.type !== "trigger") {
      connect({ source: id, sourceHandle: "next", mayStayOpen: true }, back.id);
    }
    for (const sourceHandle of pathsOf(settings)) {
      const opens =
        settings.type === "split"
          ? settings.nothing && sourceHandle === "a"
          : sourceHandle === "next" || sourceHandle === "enough";
      open.push({ source: id, sourceHandle, mayStayOpen: opens });
    }
    return id;
  };

  for (let n = 0; n < spec.triggers; n += 1) {
    const id = `trigger${n}`;
    nodes.push(triggerOf(id, spec.startsOn));
    open.push({ source: id, sourceHandle: "next", mayStayOpen: true });
  }
  spec.steps.forEach((step, n) => {
    const index = step.at < 60 ? open.length - 1 : step.at % open.length;
    const [path] = open.splice(index, 1);
    const closesAll = step.node.type === "end" && open.length === 0 && n < spec.steps.length - 1;
    connect(path!, add(closesAll ? { type: "wait", forMs: HOUR, until: null } : step.node));
  });

  const drawn = nodes.map((node) => node.id);
  let lastEnd: string | null = null;
  open.splice(0).forEach((path, n) => {
    const { stays, joins } = spec.closings[n % spec.closings.length]!;
    if (stays && path.mayStayOpen) return;
    const later = drawn.slice(Math.max(drawn.indexOf(path.source) + 1, spec.triggers));
    if (later.length > 0) connect(path, later[joins % later.length]!);
    else if (!path.mayStayOpen) {
      lastEnd ??= add({ type: "end", reason: "" });
      connect(path, lastEnd);
    }
  });
  if (spec.aside) add(spec.aside);

  for (const node of nodes) {
    const [first, ...more] = rules.get(node.id) ?? [];
    if (!first) continue;
    const emails = emailsBefore(nodes, edges, node.id);
    const goals = nodes.filter(({ type }) => type === "goal").map(({ id }) => id);
    if (node.type === "condition") node.data.rule = ruleOf(first, emails, goals);
    if (node.type === "branch") {
      node.data.rules = [first, ...more].map((rule, n) => ({
        ...rulePath(n),
        rule: ruleOf(rule, emails, goals),
      }));
    }
  }
  if (spec.note) nodes.push({ id: "note", type: "note", position, data: { text: "Why we wait here." } });
  const [triggers, rest] = [nodes.slice(0, spec.triggers), nodes.slice(spec.triggers)];
  const half = Math.floor(rest.length / 2);
  const ordered = {
    "as drawn": rest,
    reversed: rest.toReversed(),
    halves: [...rest.slice(half), ...rest.slice(0, half)],
  }[spec.order];
  return {
    nodes: [...triggers, ...ordered],
    edges,
    entry: spec.perKey ? { rule: "per-key", property: "product" } : { rule: "once" },
    dates: [...DATES],
    ...(spec.leave ? { rules: { onlyIf: null, except: null, leave: spec.leave } } : {}),
  };
}

function emailsBefore(nodes: FlowNode[], edges: Flow["edges"], id: string): string[] {
  const before = new Set([id]);
  for (const one of before) {
    for (const edge of edges) if (edge.target === one) before.add(edge.source);
  }
  return nodes.filter((node) => node.type === "email" && before.has(node.id)).map((node) => node.id);
}
