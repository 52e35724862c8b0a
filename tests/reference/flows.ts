import fc from "fast-check";
import type { Flow, FlowNode } from "@/lib/flow/flow";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Few different lengths, so that waits of different branches end in the same millisecond. */
export const length = fc.oneof(
  { weight: 3, arbitrary: fc.constant(HOUR) },
  { weight: 3, arbitrary: fc.constant(DAY) },
  { weight: 3, arbitrary: fc.constantFrom(SECOND, MINUTE, 2 * DAY, 3 * DAY, 10 * DAY) },
  { weight: 1, arbitrary: fc.integer({ min: SECOND, max: 10 * DAY }) },
);
const lengthOrNone = fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: length });

export const currencies = fc.constantFrom("EUR", "EUR", "USD");
const wish = {
  product: fc.constantFrom("", "", "book", "Course", "MUG"),
  atLeast: fc.constantFrom(null, null, 1_000, 5_000),
  currency: currencies,
};

/** What somebody may be, and be asked about. */
export const TAGS = ["vip", "new"];
export const FIELDS = ["plan", "seats"];
export const person = fc.record({
  tags: fc.subarray(TAGS),
  fields: fc.record(
    { plan: fc.constantFrom("free", "Pro", "", null), seats: fc.constantFrom(1, 5, "5.0", ["2", "7"]) },
    { requiredKeys: [] },
  ),
});

const comparison = fc.record({
  is: fc.constantFrom(
    "is" as const,
    "is" as const,
    "is-not" as const,
    "contains" as const,
    "contains-not" as const,
    "is-filled" as const,
    "is-empty" as const,
    "more" as const,
    "less" as const,
    "before" as const,
    "after" as const,
  ),
  value: fc.constantFrom("pro", "book", "5", "20", "AT", "o", "2026-03-02"),
});
const property = fc.constantFrom("product", "country", "cart.total", "items.sku", "missing");
const since = fc.constantFrom(
  "entry" as const,
  "entry" as const,
  "arrival" as const,
  "email" as const,
  "ever" as const,
);

const test = fc.record({
  test: fc.constantFrom(
    "opened" as const,
    "opened" as const,
    "clicked" as const,
    "clicked" as const,
    "purchased" as const,
    "purchased" as const,
    "happened" as const,
    "person" as const,
    "entry" as const,
    "goal" as const,
  ),
  which: fc.nat(99),
  link: fc.constantFrom(null, null, "a", "b"),
  not: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  ...wish,
  since,
  times: fc.constantFrom(1, 1, 2),
  event: fc.constantFrom("purchase", "viewed", "viewed", ""),
  property,
  comparison,
  filtered: fc.boolean(),
});
const match = fc.constantFrom("all" as const, "any" as const);
const ruleSpec = fc.record({
  match,
  groups: fc.array(fc.record({ match, tests: fc.array(test, { minLength: 1, maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
});
type RuleSpec = typeof ruleSpec extends fc.Arbitrary<infer T> ? T : never;

type Until = NonNullable<Extract<FlowNode, { type: "wait" }>["data"]["until"]>;

// Lives begin on 2 March 2026 at 09:00 in Greenwich, so that some of these moments are then, to the millisecond.
const time = fc.constantFrom("00:00", "02:30", "09:00", "09:00", "10:00", "23:59");
const past = fc.constantFrom("continue" as const, "skip-email" as const, "missed" as const);
const weekday = fc.constantFrom<1 | 2 | 3 | 4 | 5 | 6 | 7>(1, 2, 3, 4, 5, 6, 7);
const awaitedEvent = {
  event: fc.constantFrom("purchase", "purchase", "viewed", "signed-up", "tag.added", "field.changed", ""),
  same: fc.constantFrom("", "", "product"),
};
const until: fc.Arbitrary<Until> = fc.oneof(
  fc.record({
    kind: fc.constant("time" as const),
    days: fc.constantFrom(0, 0, 1, 2, 6, 40),
    time,
    weekdays: fc.uniqueArray(weekday, { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant("date" as const),
    date: fc.constantFrom(
      "2026-03-01",
      "2026-03-02",
      "2026-03-03",
      "2026-03-08",
      "2026-03-29",
      "2026-04-05",
      "2027-02-28",
    ),
    time,
    zone: fc.constantFrom(null, null, "Europe/London", "America/New_York"),
    past,
  }),
  fc.record({ kind: fc.constant("day" as const), day: fc.constantFrom(0, 1, 2, 7, 34), time, past }),
  fc.record({
    kind: fc.constant("event" as const),
    ...awaitedEvent,
    since: fc.constantFrom("arrival" as const, "entry" as const),
    atMostMs: fc.oneof(length, fc.constant(30 * DAY)),
  }),
  fc.record({ kind: fc.constant("quiet" as const), ...awaitedEvent, forMs: length }),
  fc.record({
    kind: fc.constant("around" as const),
    of: fc.constantFrom("funnel" as const, "event" as const, "field" as const),
    named: fc.constantFrom("close", "begins", "day", "nothing"),
    days: fc.constantFrom(0, 0, -1, 1, -7, 30),
    minutes: fc.constantFrom(0, 0, -90, 60),
    time: fc.option(time, { freq: 2 }),
    past,
  }),
);

const waitSpec = fc.record({
  type: fc.constant("wait" as const),
  forMs: length,
  until: fc.option(until, { freq: 4 }),
});
const emailSpec = fc.record({
  type: fc.constant("email" as const),
  useful: fc.option(
    fc.oneof(
      fc.record({ until: fc.constant("due" as const), forMs: length }),
      fc.record({
        until: fc.constant("event" as const),
        property: fc.constantFrom("cartId", "starts"),
        offsetMs: fc.constantFrom(0, -3_600_000, 86_400_000),
      }),
      fc.record({
        until: fc.constant("funnel" as const),
        named: fc.constantFrom("close", "begins", "day"),
        offsetMs: fc.constantFrom(0, -3_600_000, 86_400_000),
      }),
      fc.record({
        until: fc.constant("moment" as const),
        date: fc.constantFrom("2026-03-08", "2026-03-29", "2026-04-05"),
        time: fc.constantFrom("00:00", "02:30", "18:00"),
        zone: fc.constantFrom(null, "Europe/Berlin"),
      }),
    ),
    { freq: 1 },
  ),
  kind: fc.constantFrom("marketing" as const, "marketing" as const, "marketing" as const, "service" as const),
});
const conditionSpec = fc.record({
  type: fc.constant("condition" as const),
  rule: ruleSpec,
  patienceMs: lengthOrNone,
});
const branchSpec = fc.record({
  type: fc.constant("branch" as const),
  rules: fc.array(ruleSpec, { minLength: 1, maxLength: 3 }),
});
const shares = fc.constantFrom([50, 50], [90, 10], [1, 99], [34, 33, 33], [20, 20, 20, 20, 20], [0, 60, 40]);
const splitSpec = fc.record({ type: fc.constant("split" as const), shares, nothing: fc.boolean() });
const goalSpec = fc.record({
  type: fc.constant("goal" as const),
  ...wish,
  waitMs: lengthOrNone,
  otherwise: fc.constantFrom("continue" as const, "continue" as const, "end" as const),
  other: fc.option(
    fc.record({
      what: fc.constantFrom("event" as const, "tag" as const, "link" as const, "form" as const),
      event: fc.constantFrom("purchase", "viewed", "viewed", ""),
      where: fc.array(
        fc.record({ property, is: fc.constant("is" as const), value: fc.constantFrom("book", "AT") }),
        {
          maxLength: 1,
        },
      ),
      tag: fc.constantFrom(...TAGS, ""),
      link: fc.constantFrom(null, "a"),
    }),
    { freq: 1 },
  ),
  /** Of the emails drawn so far. */
  which: fc.nat(9),
  catches: fc.constantFrom(
    undefined,
    undefined,
    undefined,
    undefined,
    "anywhere" as const,
    "above" as const,
    "nobody" as const,
  ),
});
const tag = fc.constantFrom(...TAGS, ...TAGS, "");
const field = fc.constantFrom(...FIELDS, ...FIELDS, "");
const by = fc.constantFrom(1, 0.1, 2.5, 0, 1_000_000_000);
const updateSpec = fc.record({
  type: fc.constant("update-contact" as const),
  changes: fc.array(
    fc.oneof(
      fc.record({ do: fc.constant("add-tag" as const), tag }),
      fc.record({ do: fc.constant("remove-tag" as const), tag }),
      fc.record({
        do: fc.constant("set-field" as const),
        field,
        value: fc.constantFrom("pro", "7", 7, true, ""),
      }),
      fc.record({ do: fc.constant("raise" as const), field, by }),
      fc.record({ do: fc.constant("lower" as const), field, by }),
    ),
    { maxLength: 5 },
  ),
});
const jumpSpec = fc.record({
  type: fc.constant("jump" as const),
  to: fc.constantFrom("step" as const, "step" as const, "step" as const, "funnel" as const),
  most: fc.integer({ min: 1, max: 3 }),
  back: fc.nat(99),
});
const webhookSpec = fc.record({
  type: fc.constant("webhook" as const),
  url: fc.constantFrom("https://example.org/a", "https://example.org/b"),
});
const audienceSpec = fc.record({
  type: fc.constant("audience" as const),
  does: fc.constantFrom("add" as const, "remove" as const),
});
const notifySpec = fc.record({
  type: fc.constant("notify" as const),
  note: fc.constantFrom("", "Call them."),
});
const endSpec = fc.record({
  type: fc.constant("end" as const),
  reason: fc.constantFrom("", "done", "enough"),
});

const stepSpec = fc.record({
  /** Which open path the step is hung on; the newest below 60. */
  at: fc.nat(99),
  node: fc.oneof(
    { weight: 5, arbitrary: waitSpec },
    { weight: 6, arbitrary: emailSpec },
    { weight: 7, arbitrary: conditionSpec },
    { weight: 2, arbitrary: branchSpec },
    { weight: 2, arbitrary: splitSpec },
    { weight: 2, arbitrary: goalSpec },
    { weight: 3, arbitrary: updateSpec },
    { weight: 1, arbitrary: jumpSpec },
    { weight: 1, arbitrary: webhookSpec },
    { weight: 1, arbitrary: notifySpec },
    { weight: 1, arbitrary: audienceSpec },
    { weight: 1, arbitrary: endSpec },
  ),
});
type StepSpec = typeof stepSpec extends fc.Arbitrary<infer T> ? T : never;

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

/** Numbers say nothing about the order in which rules are asked. */
const rulePath = (n: number) => ({ id: (["2", "3", "1"] as const)[n] ?? ("8" as const), label: "" });

/** The likelier one last. */
function pathsOf(step: StepSpec["node"]): string[] {
  if (step.type === "end") return [];
  if (step.type === "jump") return [step.to === "step" ? "enough" : "next"];
  if (step.type === "webhook") return ["failed", "next"];
  if (step.type === "condition") return ["no", "yes"];
  if (step.type === "branch") return [...step.rules.map((_, n) => rulePath(n).id), "else"];
  if (step.type === "split") return step.shares.map((_, n) => "abcde".charAt(n));
  if (step.type !== "wait" || !step.until) return ["next"];
  if (step.until.kind === "event") return ["timeout", "happened"];
  return "past" in step.until && step.until.past === "missed" ? ["missed", "next"] : ["next"];
}

function triggerOf(id: string, startsOn: string): FlowNode {
  const form = {
    title: "Stay in touch",
    text: "",
    button: "Sign up",
    askName: true,
    consent: "Yes",
    thanks: "",
  };
  return {
    id,
    type: "trigger",
    position,
    data: startsOn === "form" ? { on: "form", event: "", form } : { on: "event", event: startsOn, form },
  };
}

/** `emails`: those drawn before it. */
function nodeOf(id: string, spec: StepSpec["node"], emails: readonly string[]): FlowNode {
  switch (spec.type) {
    case "wait":
      return {
        id,
        type: "wait",
        position,
        data: { forMs: spec.forMs, ...(spec.until ? { until: spec.until } : {}) },
      };
    case "email": {
      const subject = [{ type: "text" as const, text: `Mail of ${id}` }];
      const reason = spec.kind === "service" ? "They need it." : "";
      const words = { kind: spec.kind, reason, subject, preview: [], body: [] };
      const data = spec.useful ? { ...words, useful: spec.useful } : words;
      return { id, type: "email", position, data };
    }
    case "condition": {
      const rule = { match: "all" as const, groups: [] };
      return { id, type: "condition", position, data: { rule, patienceMs: spec.patienceMs } };
    }
    case "branch":
      return { id, type: "branch", position, data: { rules: [] } };
    case "split": {
      const paths = spec.shares.map((share, n) => ({
        id: "abcde".charAt(n) as "a",
        share,
        nothing: n === 0 && spec.nothing,
      }));
      return { id, type: "split", position, data: { paths } };
    }
    case "goal": {
      const { type, other, which, catches, ...data } = spec;
      const email = emails[which % Math.max(emails.length, 1)] ?? "";
      const more = { ...(other ? { ...other, email } : {}), ...(catches ? { catches } : {}) };
      return { id, type, position, data: { ...data, ...more } };
    }
    case "update-contact":
      return { id, type: spec.type, position, data: { changes: spec.changes } };
    case "jump": {
      const funnel = { id: "00000000-0000-4000-8000-000000000001", name: "Another" };
      const data = { to: spec.to, most: spec.most, funnel: spec.to === "funnel" ? funnel : null };
      return { id, type: "jump", position, data };
    }
    case "webhook":
      return { id, type: spec.type, position, data: { url: spec.url } };
    case "audience":
      return { id, type: spec.type, position, data: { does: spec.does, audience: "Left a cart" } };
    case "notify":
      return { id, type: spec.type, position, data: { to: "maria@example.org", note: spec.note } };
    case "end":
      return { id, type: "end", position, data: { reason: spec.reason } };
  }
}

function ruleOf(spec: RuleSpec, emails: string[], goals: string[]): Rule {
  return {
    match: spec.match,
    groups: spec.groups.map((group) => ({
      match: group.match,
      tests: group.tests.map((one) => testOf(one, emails, goals)),
    })),
  };
}

type Rule = Extract<FlowNode, { type: "condition" }>["data"]["rule"];
type Test = Rule["groups"][number]["tests"][number];
type TestSpec = RuleSpec["groups"][number]["tests"][number];

/** What there is nothing to ask about asks about a purchase. */
function testOf(spec: TestSpec, emails: string[], goals: string[]): Test {
  const { test, which, link, not, product, atLeast, currency, times, event } = spec;
  const email = emails[which % Math.max(emails.length, 1)];
  const goal = goals[which % Math.max(goals.length, 1)];
  const asked = email ?? "";
  const from = spec.since === "email" ? { from: spec.since, email: asked } : { from: spec.since };
  const filter = { property: spec.property, ...spec.comparison };
  switch (test) {
    case "opened":
      if (email) return { test, email, not };
      break;
    case "clicked":
      if (email) return { test, email, link, not };
      break;
    case "goal":
      if (goal) return { test, goal, not };
      break;
    case "happened":
      return { test, event, where: spec.filtered ? [filter] : [], times, since: from, not };
    case "person":
      return spec.filtered
        ? { test: "field", field: FIELDS[which % FIELDS.length] ?? "", ...spec.comparison }
        : { test: "tag", tag: TAGS[which % TAGS.length] ?? "", not };
    case "entry":
      return { test, ...filter };
  }
  const bought = { test: "purchased" as const, product, atLeast, currency, not };
  return spec.since === "entry" ? bought : { ...bought, since: from };
}

function emailsBefore(nodes: FlowNode[], edges: Flow["edges"], id: string): string[] {
  const before = new Set([id]);
  for (const one of before) {
    for (const edge of edges) if (edge.target === one) before.add(edge.source);
  }
  return nodes.filter((node) => node.type === "email" && before.has(node.id)).map((node) => node.id);
}
