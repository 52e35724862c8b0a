import fc from "fast-check";
import { PATH_IDS as RULE_IDS } from "@/lib/nodes/branch/definition";
import type { NodeType, SettingsOf } from "@/lib/nodes/definitions";
import { CATCHES, WISHES } from "@/lib/nodes/goal/settings";
import { PATH_IDS } from "@/lib/nodes/split/definition";
import { type Schedule, WAYS } from "@/lib/nodes/trigger/settings";
import type { ContactChange } from "@/lib/nodes/update-contact/settings";
import type { Until } from "@/lib/nodes/wait/settings";
import { OPERATORS } from "@/lib/rules/property-filter";
import type { Since } from "@/lib/rules/since";
import type { RuleTest } from "@/lib/rules/tests";
import type { Weekday } from "@/lib/time/calendar";
import { block, line, named, words } from "./arbitrary-email";
import type { FlowNode } from "./flow";
import type { FunnelRules } from "./funnel-rules";

// Random settings of each type of step, for tests.

// A failure is worth a minute of looking for a smaller one, not an hour. Whoever could not look at all they were to look at
// by then has failed as well: else a busy machine would prove less, and say nothing of it.
fc.configureGlobal({ interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true });

const product = fc.constantFrom("", "Course", "sku-1");
const atLeast = fc.option(fc.integer({ min: 0, max: 1_000_000 }));
const currency = fc.constantFrom("EUR", "JPY", "KWD");
const days = fc.integer({ min: 0, max: 30 }).map((count) => count * 86_400_000);

const someTime = days.map((ms) => ms + 1_000);
const timeOfDay = fc.constantFrom("00:00", "02:30", "09:00", "23:59");
const past = fc.constantFrom("continue" as const, "skip-email" as const, "missed" as const);
const awaited = {
  event: fc.constantFrom("", "purchase", "cart.updated"),
  same: fc.constantFrom("", "cartId"),
};
const anyUntil: fc.Arbitrary<Until> = fc.oneof(
  fc.record({
    kind: fc.constant("time" as const),
    days: fc.oneof(fc.nat(3), fc.constant(365)),
    time: timeOfDay,
    weekdays: fc.uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant("date" as const),
    date: fc.constantFrom("1970-01-20", "1970-02-28", "1972-02-29", "2026-03-29", "2026-12-31"),
    time: timeOfDay,
    zone: fc.constantFrom(null, "Asia/Kathmandu", "Australia/Lord_Howe"),
    past,
  }),
  fc.record({
    kind: fc.constant("day" as const),
    day: fc.oneof(fc.nat(30), fc.constant(365)),
    time: timeOfDay,
    past,
  }),
  fc.record({
    kind: fc.constant("event" as const),
    ...awaited,
    since: fc.constantFrom("arrival" as const, "entry" as const),
    atMostMs: someTime,
  }),
  fc.record({ kind: fc.constant("quiet" as const), ...awaited, forMs: someTime }),
  fc.record({
    kind: fc.constant("around" as const),
    of: fc.constantFrom("funnel" as const, "field" as const, "event" as const),
    named: fc.constantFrom("", "close", "renewal"),
    days: fc.integer({ min: -365, max: 365 }),
    minutes: fc.constantFrom(0, 90, -90),
    time: fc.option(timeOfDay),
    past,
  }),
);

const comparison = {
  is: fc.constantFrom(...OPERATORS),
  value: fc.constantFrom("", "pro", "5", "2026-03-02"),
};
const filter = fc.record({ property: fc.constantFrom("", "cart.total", "items.sku"), ...comparison });

/** `emails` are the ids a test may ask about. */
const ruleTest = (emails: readonly string[]): fc.Arbitrary<RuleTest> => {
  const email = fc.constantFrom("", ...emails);
  const not = fc.boolean();
  const since: fc.Arbitrary<Since> = fc.oneof(
    fc.constantFrom<Since>({ from: "entry" }, { from: "arrival" }, { from: "ever" }),
    fc.record({ from: fc.constant("email" as const), email }),
  );
  return fc.oneof(
    fc.record({ test: fc.constant("opened" as const), email, not }),
    fc.record({ test: fc.constant("clicked" as const), email, link: fc.option(fc.constant("l1")), not }),
    fc.record({ test: fc.constant("purchased" as const), product, atLeast, currency, not }),
    fc.record({ test: fc.constant("purchased" as const), product, atLeast, currency, since, not }),
    fc.record({
      test: fc.constant("happened" as const),
      event: awaited.event,
      where: fc.array(filter, { maxLength: 2 }),
      times: fc.constantFrom(1, 3, 1_000),
      since,
      not,
    }),
    fc.record({ test: fc.constant("tag" as const), tag: fc.constantFrom("", "vip"), not }),
    fc.record({ test: fc.constant("field" as const), field: fc.constantFrom("", "plan"), ...comparison }),
    fc.record({
      test: fc.constant("entry" as const),
      property: fc.constantFrom("", "cart.total"),
      ...comparison,
    }),
    fc.record({
      test: fc.constant("answer" as const),
      property: fc.constantFrom("", "score"),
      ...comparison,
    }),
    fc.record({ test: fc.constant("goal" as const), goal: email, not }),
  );
};

export const anyRule = (emails: readonly string[]) => {
  const match = fc.constantFrom("all" as const, "any" as const);
  const tests = fc.array(ruleTest(emails), { minLength: 1, maxLength: 3 });
  const groups = fc.array(fc.record({ match, tests }), { minLength: 1, maxLength: 2 });
  return fc.record({ match, groups });
};
const anySorting = (emails: readonly string[], id: (typeof RULE_IDS)[number]) =>
  fc.record({
    id: fc.constant(id),
    label: fc.constantFrom("", "buyers", "Überraschung 🎁"),
    rule: anyRule(emails),
  });

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 1 });
/** What the ways in ask for; each is there or not. */
const someWay = {
  where: maybe(
    fc.array(
      fc.record({
        property: fc.constantFrom("", "cart.total", "country"),
        is: fc.constantFrom("is" as const, "more" as const, "is-empty" as const),
        value: fc.constantFrom("", "50", "AT"),
      }),
      { maxLength: 2 },
    ),
  ),
  purchase: maybe(fc.record({ product, atLeast, currency })),
  tag: maybe(fc.constantFrom("", "vip", "Kurs gekauft")),
  field: maybe(fc.record({ field: fc.constantFrom("", "plan"), to: fc.constantFrom(null, "", "pro") })),
  mail: maybe(
    fc.record({
      does: fc.constantFrom("clicked" as const, "opened" as const),
      funnelId: fc.constantFrom(null, "00000000-0000-4000-8000-000000000001"),
      nodeId: fc.constantFrom(null, "email-1"),
      link: fc.constantFrom(null, "l1"),
      address: fc.constantFrom("", "mill.example/spring"),
      named: fc.constantFrom(
        { funnel: "", email: "", link: "" },
        { funnel: "Spring", email: "Hello", link: "Start" },
      ),
    }),
  ),
  page: maybe(
    fc.record({
      is: fc.constantFrom("contains" as const, "begins" as const, "is" as const),
      address: fc.constantFrom("", "https://mill.example/pricing?a=1"),
    }),
  ),
  date: maybe(
    fc.record({
      field: fc.constantFrom("", "birthday"),
      yearly: fc.boolean(),
      days: fc.constantFrom(0, -14, 365),
      time: fc.constantFrom("00:00", "09:00"),
    }),
  ),
  schedule: maybe(
    fc.constantFrom<Schedule>(
      { every: "once", date: "2026-05-01", time: "09:00" },
      { every: "week", weekdays: [1, 5], time: "09:00" },
      { every: "month", day: 31, time: "23:59" },
    ),
  ),
  hook: maybe(fc.constant({ email: "customer.email", contactName: "", id: "id" })),
};
const tag = fc.constantFrom("", "VIP", "bought the course");
const field = fc.constantFrom("", "plan", "score");
const by = fc.constantFrom(0, 1, 0.5, 1_000_000_000);
const contactChange: fc.Arbitrary<ContactChange> = fc.oneof(
  fc.record({ do: fc.constant("add-tag" as const), tag }),
  fc.record({ do: fc.constant("remove-tag" as const), tag }),
  fc.record({
    do: fc.constant("set-field" as const),
    field,
    value: fc.oneof(words, fc.integer({ min: -1_000, max: 1_000 }), fc.boolean()),
  }),
  fc.record({ do: fc.constant("raise" as const), field, by }),
  fc.record({ do: fc.constant("lower" as const), field, by }),
);

/** Settings of each type. A type that is missing here does not compile. */
const settings: { [T in NodeType]: (emails: readonly string[]) => fc.Arbitrary<SettingsOf<T>> } = {
  trigger: () =>
    named(
      fc.record({
        on: fc.oneof(fc.constantFrom("form" as const, "event" as const), fc.constantFrom(...WAYS)),
        event: fc.constantFrom("", "purchase", "cart.updated"),
        ...someWay,
        form: fc.record({
          title: words,
          text: words,
          button: words,
          askName: fc.boolean(),
          consent: words,
          thanks: words,
        }),
      }),
    ),
  email: () =>
    named(
      fc.record({
        kind: fc.constantFrom("marketing" as const, "service" as const),
        reason: words,
        subject: line,
        preview: line,
        body: fc.array(block, { maxLength: 4 }),
        askedFor: maybe(fc.boolean()),
        replyTo: maybe(fc.constantFrom("", "help@example.org")),
        sender: maybe(fc.record({ name: words, email: fc.constantFrom("", "anna@example.org") })),
        useful: maybe(
          fc.oneof(
            fc.record({ until: fc.constant("due" as const), forMs: someTime }),
            fc.record({
              until: fc.constant("event" as const),
              property: fc.constantFrom("", "starts"),
              offsetMs: fc.constantFrom(0, -3_600_000, 86_400_000),
            }),
            fc.record({
              until: fc.constant("funnel" as const),
              named: fc.constantFrom("", "close", "renewal"),
              offsetMs: fc.constantFrom(0, -3_600_000, 86_400_000),
            }),
            fc.record({
              until: fc.constant("moment" as const),
              date: fc.constantFrom("1970-01-20", "2026-03-29"),
              time: timeOfDay,
              zone: fc.constantFrom(null, "Europe/Berlin"),
            }),
          ),
        ),
      }),
    ),
  wait: () =>
    named(
      fc.oneof(
        fc.record({ forMs: someTime }),
        fc.record({ forMs: someTime, until: anyUntil }),
        fc.record({ forMs: someTime, until: anyUntil }),
      ),
    ),
  condition: (emails) => named(fc.record({ rule: anyRule(emails), patienceMs: days })),
  branch: (emails) =>
    named(
      fc
        .uniqueArray(fc.constantFrom(...RULE_IDS), { minLength: 1, maxLength: 4 })
        .chain((ids) => fc.tuple(...ids.map((id) => anySorting(emails, id))))
        .map((rules) => ({ rules })),
    ),
  split: () =>
    named(
      fc
        .uniqueArray(fc.constantFrom(...PATH_IDS), { minLength: 2 })
        .chain((ids) =>
          fc.tuple(
            ...ids.map((id) =>
              fc.record({
                id: fc.constant(id),
                share: fc.integer({ min: 0, max: 100 }),
                nothing: fc.boolean(),
              }),
            ),
          ),
        )
        .map((paths) => ({ paths })),
    ),
  goal: (emails) =>
    named(
      fc.record(
        {
          what: fc.constantFrom(...WISHES),
          product,
          atLeast,
          currency,
          event: awaited.event,
          where: fc.array(filter, { maxLength: 2 }),
          tag: fc.constantFrom("", "vip"),
          email: fc.constantFrom("", ...emails),
          link: fc.constantFrom(null, "l1"),
          value: fc.option(fc.nat(100_000)),
          catches: fc.constantFrom(...CATCHES),
          waitMs: days,
          otherwise: fc.constantFrom("continue" as const, "end" as const),
        },
        { requiredKeys: ["product", "atLeast", "currency", "waitMs", "otherwise"] },
      ),
    ),
  "update-contact": () => named(fc.record({ changes: fc.array(contactChange, { maxLength: 4 }) })),
  jump: () =>
    named(
      fc.record({
        to: fc.constantFrom("step" as const, "step" as const, "funnel" as const),
        most: fc.integer({ min: 1, max: 4 }),
        funnel: fc.option(
          fc.record({ id: fc.constant("00000000-0000-4000-8000-000000000001"), name: words }),
        ),
      }),
    ),
  audience: () =>
    named(
      fc.record({
        does: fc.constantFrom("add" as const, "remove" as const),
        audience: fc.constantFrom("", "Left a cart"),
      }),
    ),
  webhook: () =>
    named(
      fc.record({ url: fc.constantFrom("", "https://example.org/hooks?key=1", "http://localhost:3000") }),
    ),
  notify: () => named(fc.record({ to: fc.constantFrom("", "maria@example.org"), note: words })),
  end: () => named(fc.record({ reason: words })),
  note: () => named(fc.record({ text: words })),
};

export const settingsFor = (type: NodeType, emails: readonly string[] = []): fc.Arbitrary<FlowNode["data"]> =>
  settings[type](emails);

export const anyRules: fc.Arbitrary<FunnelRules> = fc.record({
  onlyIf: fc.option(anyRule([])),
  except: fc.option(anyRule([])),
  leave: fc.record({
    purchased: fc.option(fc.record({ product, atLeast, currency })),
    events: fc.array(fc.record({ event: awaited.event, where: fc.array(filter, { maxLength: 1 }) }), {
      maxLength: 2,
    }),
  }),
});
