import fc from "fast-check";
import type { Flow } from "@/lib/flow/flow";
import type { Engagement, Fact, Instant, Settled } from "@/lib/flow/world";
import type { JsonValue } from "@/lib/json";
import { currencies, person } from "./any-rule";
import { deadlinesOf } from "./deadlines";
import { anyFlow } from "./flows";
import { interpret, type Life, type MailWorld } from "./interpret";
import { length } from "./lengths";

const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The wall instants at which the engine gets to look. Punctual: whenever anything is due. */
export type Schedule = { twice: boolean; instants: readonly Instant[] | "punctual" };

/** One flow, one person's life, and how well the engine attends to it. `facts` holds the entry event too. */
export type Scenario = {
  flow: Flow;
  start: { nodeId: string };
  enteredAt: Instant;
  entry: Fact;
  facts: Fact[];
  deadlines: Readonly<Record<string, Instant>>;
  mailWorld: MailWorld;
  schedule: Schedule;
  horizon: Instant;
  contactId: string;
  funnelId: string;
  /** Their zone, as it is known at that moment. */
  zoneOf(now: Instant): string;
  /** What they are when they come. */
  person: NonNullable<Life["person"]>;
};

const entered: Instant = Date.UTC(2026, 2, 2, 9);

const offset = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.constantFrom(-1, 1) },
  { weight: 2, arbitrary: fc.constantFrom(-DAY, -HOUR, -HOUR / 2, HOUR / 2, HOUR, DAY) },
  { weight: 1, arbitrary: fc.integer({ min: -3 * DAY, max: 12 * DAY }) },
);

const product = fc.constantFrom("book", "BOOK", "course", "Mug", "pen");
const itemsOf = (...items: JsonValue[]) => ({ items });

/** One shape in which a shop names what was bought. */
type Naming = (a: string, b: string) => Record<string, JsonValue>;

const properties = fc
  .tuple(
    fc.constantFrom<Naming>(
      () => ({}),
      (a) => ({ product: a }),
      (a) => ({ productId: a }),
      (a) => ({ sku: a, product: "gift wrap" }),
      (a) => ({ product: { name: a, price: 12 } }),
      (a) => ({ product: { id: a, price: 12 } }),
      (a, b) => itemsOf({ sku: a }, { product: b, quantity: 2 }),
      (a, b) => itemsOf({ product: { name: a } }, { productId: b }),
      (a) => ({ title: a, items: "none" }),
    ),
    product,
    product,
  )
  .map(([naming, a, b]) => naming(a, b));

const factSpec = fc.record({
  name: fc.constantFrom(
    "purchase",
    "purchase",
    "purchase",
    "purchase",
    "purchase",
    "viewed",
    "refund",
    "email.*",
  ),
  /** Seen around the entry, or around the arrival at or the leaving of one visit of the journey so far. */
  anchor: fc.constantFrom("entry" as const, "arrival" as const, "leaving" as const, "leaving" as const),
  visit: fc.nat(30),
  offset,
  happened: fc.oneof(
    { weight: 4, arbitrary: fc.record({ lag: fc.constantFrom(0, 0, 1, SECOND) }) },
    { weight: 2, arbitrary: fc.record({ lag: fc.constantFrom(HOUR, DAY, 3 * DAY) }) },
    { weight: 2, arbitrary: fc.constantFrom({ sinceEntry: 0 }, { sinceEntry: 1 }) },
    { weight: 1, arbitrary: fc.constant({ sinceEntry: -1 }) },
  ),
  value: fc.constantFrom(null, 0, 999, 1_000, 4_999, 5_000, 90_000),
  currency: currencies,
  properties,
  about: fc.constantFrom(
    "unsubscribed",
    "unsubscribed",
    "unsubscribed",
    "resubscribed",
    "bounced",
    "complained",
  ),
  /** The same content once more, under another id. */
  twin: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: length }),
});
type FactSpec = typeof factSpec extends fc.Arbitrary<infer T> ? T : never;

const mailSpec = fc.record({
  settled: fc.oneof(
    { weight: 5, arbitrary: fc.constant<Settled>("sent") },
    { weight: 3, arbitrary: fc.constantFrom<Settled>("dropped", "failed", "unknown") },
  ),
  /** Milliseconds after the engine asked; null: nothing is ever heard. */
  after: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(1, 1_500, 1_500, 60_000, HOUR, DAY) },
    { weight: 1, arbitrary: fc.constantFrom(3 * DAY, 400 * DAY, null) },
  ),
  reactions: fc.array(
    fc.record({
      kind: fc.constantFrom("opened" as const, "clicked" as const),
      link: fc.constantFrom("a", "b"),
      after: fc.oneof(
        { weight: 2, arbitrary: length },
        { weight: 3, arbitrary: fc.constantFrom(700, 600_000, HOUR / 2, 5 * HOUR, 30 * HOUR, 30 * DAY) },
      ),
      lag: fc.constantFrom(0, 0, SECOND, HOUR),
    }),
    { maxLength: 4, size: "max" },
  ),
});
type MailSpec = typeof mailSpec extends fc.Arbitrary<infer T> ? T : never;

const scheduleSpec = fc.record({
  twice: fc.boolean(),
  /** Hours between two looks, over and over; null: punctual. */
  gaps: fc.option(fc.array(fc.constantFrom(1, 5, 24, 72, 480, 1_440), { minLength: 1, maxLength: 5 }), {
    freq: 3,
  }),
});

const zone = fc.constantFrom(
  "Europe/London",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Pacific/Kiritimati",
  "Asia/Kathmandu",
);

const lifeSpec = fc.record({
  who: fc.nat(9_999),
  person: fc
    .tuple(person, fc.constantFrom(true, true, true, false))
    .map(([who, measured]) => ({ ...who, measured })),
  entry: fc.record({ cart: fc.constantFrom(20, 60, null), country: fc.constantFrom("AT", "de", "") }),
  /** Where they are, and where they are after so many days. */
  zones: fc.record({ first: zone, later: zone, afterDays: fc.constantFrom(0, 1, 3, 10, 40, 10_000) }),
  facts: fc.array(factSpec, { maxLength: 7, size: "max" }),
  mails: fc.array(mailSpec, { minLength: 1, maxLength: 5 }),
  horizonMs: fc.constantFrom(4 * 365 * DAY, 4 * 365 * DAY, 4 * 365 * DAY, 30 * DAY, 3 * DAY, DAY),
});
type LifeSpec = typeof lifeSpec extends fc.Arbitrary<infer T> ? T : never;

/** Everything the property tests need of one run, deterministic for a seed, and it shrinks. */
export const anyScenario: fc.Arbitrary<Scenario> = fc
  .record({ flow: anyFlow, life: lifeSpec, schedule: scheduleSpec, start: fc.nat(1) })
  .map(({ flow, life, schedule: { gaps, twice }, start }) => {
    const horizon = entered + life.horizonMs;
    const triggers = flow.nodes.filter((node) => node.type === "trigger");
    const trigger = triggers[start % triggers.length]!;
    const startsOn = trigger.data.on === "form" ? "form.submitted" : trigger.data.event;
    const schedule: Schedule = { twice, instants: gaps ? looks(gaps, horizon) : "punctual" };
    return live({ flow, start: { nodeId: trigger.id }, startsOn, life, schedule, horizon });
  });

/** Dates as people give them, in the event that everybody comes by; some in reach, one a day without a time. */
const DATES = {
  close: "2026-03-09T18:00:00Z",
  begins: "2026-03-29 02:30",
  day: "2026-03-05",
  nothing: "soon",
};

const MOST_LOOKS = 120;

function looks(gaps: number[], horizon: Instant): Instant[] {
  const instants: Instant[] = [];
  let now = entered;
  for (let n = 0; n < MOST_LOOKS && now < horizon; n += 1) {
    instants.push(now);
    now += gaps[n % gaps.length]! * HOUR;
  }
  return [...instants, horizon];
}

type Setting = {
  flow: Flow;
  start: { nodeId: string };
  startsOn: string;
  life: LifeSpec;
  schedule: Schedule;
  horizon: Instant;
};

function live({ flow, start, startsOn, life, schedule, horizon }: Setting): Scenario {
  const entry: Fact = {
    id: "entry",
    name: startsOn,
    at: entered,
    visibleAt: entered,
    value: 9_000,
    currency: "EUR",
    properties: {
      product: "book",
      cart: { total: life.entry.cart },
      country: life.entry.country,
      ...DATES,
    },
  };
  const { first, later, afterDays } = life.zones;
  const zoneOf = (now: Instant) => (now < entered + afterDays * DAY ? first : later);
  const zoneAt = (_visit: number, from: Instant) => zoneOf(lookedAt(schedule, from));
  const doneAt = (due: Instant) => lookedAt(schedule, due);
  const ids = { contactId: `contact-${life.who}`, funnelId: `funnel-${life.who % 7}` };
  const deadlines = deadlinesOf(flow, entered, zoneOf(entered));
  const facts = [entry];
  const taken = new Set([entered]);
  const mailWorld = mailWorldOf(life.mails, schedule, taken);
  const remember = (fact: Fact) => {
    let visibleAt = fact.visibleAt;
    while (taken.has(visibleAt)) visibleAt += 1;
    taken.add(visibleAt);
    facts.push({ ...fact, id: `fact${facts.length}`, visibleAt });
  };
  for (const spec of life.facts) {
    // Later facts are aimed at the journey that the earlier ones make, so that they hit its ties.
    const sofar = interpret(
      flow,
      { ...ids, enteredAt: entered, entry, facts, deadlines, zoneAt, person: life.person, doneAt },
      start,
      horizon,
      mailWorld,
    );
    const leg = sofar.path[spec.visit % sofar.path.length];
    const aim =
      spec.anchor === "entry" ? entered : (spec.anchor === "leaving" && leg?.leftAt) || leg?.enteredAt;
    const visibleAt = (aim ?? entered) + spec.offset;
    const fact = factOf(spec, visibleAt);
    remember(fact);
    if (spec.twin !== null) remember({ ...fact, visibleAt: visibleAt + spec.twin });
  }
  return {
    ...ids,
    flow,
    start,
    enteredAt: entered,
    entry,
    facts,
    deadlines,
    mailWorld,
    schedule,
    horizon,
    zoneOf,
    person: life.person,
  };
}

function factOf(spec: FactSpec, visibleAt: Instant): Fact {
  const { name, happened, value, currency, properties: given } = spec;
  const at = "lag" in happened ? visibleAt - happened.lag : entered + happened.sinceEntry;
  return {
    id: "",
    name: name === "email.*" ? `email.${spec.about}` : name,
    at: Math.min(at, visibleAt),
    visibleAt,
    value,
    currency: value === null ? null : currency,
    properties: given,
  };
}

/** The wall instant at which the engine gets to do what was due at `instant`. */
export function lookedAt(schedule: Schedule, instant: Instant): Instant {
  if (schedule.instants === "punctual") return instant;
  return schedule.instants.find((one) => one >= instant) ?? Number.MAX_SAFE_INTEGER;
}

/** Mails settle after the engine really asked, so a late engine has later mails, like in life. */
function mailWorldOf(specs: MailSpec[], schedule: Schedule, taken: ReadonlySet<Instant>): MailWorld {
  const of = (visit: number) => specs[visit % specs.length]!;
  const free = (instant: Instant, also: ReadonlySet<Instant> = new Set()): Instant =>
    taken.has(instant) || also.has(instant) ? free(instant + 1, also) : instant;
  return {
    settle(visit, _nodeId, askedAt) {
      const { settled, after } = of(visit);
      if (after === null) return null;
      return { settled, settledAt: free(lookedAt(schedule, askedAt) + after) };
    },
    engage(visit, nodeId, sentAt) {
      const own = new Set<Instant>();
      return of(visit).reactions.map(({ kind, link, after, lag }, n): Engagement => {
        const visibleAt = free(sentAt + after, own);
        own.add(visibleAt);
        return {
          id: `engagement${visit}.${n}`,
          kind,
          nodeId,
          visit,
          link: kind === "clicked" ? link : null,
          at: Math.max(sentAt, visibleAt - lag),
          visibleAt,
        };
      });
    },
  };
}
