import fc from "fast-check";
import type { FlowNode } from "@/lib/flow/flow";
import { FIELDS, property, ruleSpec, TAGS, wish } from "./any-rule";
import { DAY, length, lengthOrNone } from "./lengths";

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
    named: fc.constantFrom("close", "begins", "day", "ends", "soon", "nothing"),
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
        named: fc.constantFrom("close", "begins", "day", "ends", "soon"),
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
export const goalSpec = fc.record({
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

export const stepSpec = fc.record({
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
export type StepSpec = typeof stepSpec extends fc.Arbitrary<infer T> ? T : never;
