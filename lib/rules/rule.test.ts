import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { topicKey } from "@/lib/flow/world";
import { aFact, aHistory, anOpening, aWorld } from "@/lib/nodes/sample-world";
import { judge, type Rule, readsOf, rule as ruleSchema, sayRule, testsOf } from "./rule";
import type { RuleTest } from "./tests";

type State = { met: boolean; not: boolean };
type Shape = { match: "all" | "any"; groups: { match: "all" | "any"; tests: State[] }[] };

/** A rule whose tests each ask about an email of their own, and a world in which the met ones were clicked. */
function posed(shape: Shape) {
  let count = 0;
  const clicked: string[] = [];
  const subject: Rule = {
    match: shape.match,
    groups: shape.groups.map((group) => ({
      match: group.match,
      tests: group.tests.map(({ met, not }): RuleTest => {
        const email = `email-${count++}`;
        if (met) clicked.push(email);
        return { test: "clicked", email, link: null, not };
      }),
    })),
  };
  const history = aHistory({
    engagements: clicked.map((nodeId, at) => anOpening(nodeId, at + 1, "clicked")),
  });
  return { subject, world: aWorld(history, 1_000) };
}

/** What a rule says once every test is settled. */
const settled = (shape: Shape, facts: boolean[]): boolean => {
  let at = 0;
  const of = (match: "all" | "any", values: boolean[]) =>
    match === "all" ? values.every(Boolean) : values.some(Boolean);
  return of(
    shape.match,
    shape.groups.map((group) =>
      of(
        group.match,
        group.tests.map(({ not }) => facts[at++] !== not),
      ),
    ),
  );
};

/** Every way things may still go: what happened stays, what has not may happen or not. */
function futures(states: readonly State[]): boolean[][] {
  const [first, ...rest] = states;
  if (!first) return [[]];
  return (first.met ? [true] : [true, false]).flatMap((now) => futures(rest).map((later) => [now, ...later]));
}

/**
 * What can still change is undecided. So a rule is true when it holds however things go on, false when it fails
 * however they go on. Every test asks about something else, so this is exactly three-valued logic.
 */
function expected(shape: Shape, final: boolean): boolean | null {
  const states = shape.groups.flatMap((group) => group.tests);
  if (final) {
    return settled(
      shape,
      states.map((state) => state.met),
    );
  }
  const ends = new Set(futures(states).map((facts) => settled(shape, facts)));
  return ends.size === 1 ? ends.has(true) : null;
}

const STATES: State[] = [true, false].flatMap((met) => [true, false].map((not) => ({ met, not })));
const MATCHES = ["all", "any"] as const;

function groupsOf(size: number): Shape["groups"] {
  const lists = (length: number): State[][] =>
    length === 0 ? [[]] : STATES.flatMap((state) => lists(length - 1).map((rest) => [state, ...rest]));
  return MATCHES.flatMap((match) => lists(size).map((tests) => ({ match, tests })));
}

describe("every small rule, in every state", () => {
  const cases: [string, Shape["groups"][]][] = [
    ["one group of one", groupsOf(1).map((group) => [group])],
    ["one group of two", groupsOf(2).map((group) => [group])],
    ["one group of three", groupsOf(3).map((group) => [group])],
    ["two groups of one", groupsOf(1).flatMap((one) => groupsOf(1).map((other) => [one, other]))],
    ["two groups of two", groupsOf(2).flatMap((one) => groupsOf(2).map((other) => [one, other]))],
  ];
  test.each(cases)("%s", (_, all) => {
    const seen = new Map<boolean | null, number>();
    for (const groups of all) {
      for (const match of MATCHES) {
        for (const final of [false, true]) {
          const shape = { match, groups };
          const { subject, world } = posed(shape);
          const { value } = judge(subject, { world, arrivedAt: 0 }, final);
          const wanted = expected(shape, final);
          if (value !== wanted) expect({ shape, final, value }).toEqual({ shape, final, value: wanted });
          seen.set(value, (seen.get(value) ?? 0) + 1);
        }
      }
    }
    expect([...seen.keys()].toSorted()).toEqual([false, null, true].toSorted());
  });
});

const anyShape: fc.Arbitrary<Shape> = fc.record({
  match: fc.constantFrom(...MATCHES),
  groups: fc.array(
    fc.record({
      match: fc.constantFrom(...MATCHES),
      tests: fc.array(fc.constantFrom(...STATES), { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

test("larger rules too; and a decided rule does not change its answer when the patience ends", () => {
  fc.assert(
    fc.property(anyShape, (shape) => {
      const { subject, world } = posed(shape);
      const early = judge(subject, { world, arrivedAt: 0 }, false).value;
      const late = judge(subject, { world, arrivedAt: 0 }, true).value;
      expect(early).toBe(expected(shape, false));
      expect(late).toBe(expected(shape, true));
      if (early !== null) expect(late).toBe(early);
    }),
    { numRuns: 500 },
  );
});

test("each test leaves its evidence, with what met it", () => {
  const { subject, world } = posed({
    match: "any",
    groups: [
      {
        match: "all",
        tests: [
          { met: true, not: false },
          { met: false, not: true },
        ],
      },
    ],
  });
  expect(judge(subject, { world, arrivedAt: 0 }, true).items).toEqual([
    {
      topic: "engagement:email-0",
      test: "groups.0.tests.0",
      factId: "clicked-email-0-1",
      value: true,
      at: 1,
    },
    { topic: "engagement:email-1", test: "groups.0.tests.1", value: false, at: null },
  ]);
});

test("a rule reads each topic once", () => {
  const subject = ruleSchema.parse({
    groups: [
      { tests: [{ test: "opened", email: "a" }, { test: "clicked", email: "a" }, { test: "purchased" }] },
      {
        tests: [
          { test: "purchased", product: "x" },
          { test: "clicked", email: "b" },
        ],
      },
    ],
  });
  expect(readsOf(subject).map(topicKey)).toEqual([
    "engagement:a",
    "measured",
    "event:purchase",
    "engagement:b",
  ]);
  expect(testsOf(subject).map(({ path }) => path)).toEqual([
    "groups.0.tests.0",
    "groups.0.tests.1",
    "groups.0.tests.2",
    "groups.1.tests.0",
    "groups.1.tests.1",
  ]);
});

describe("a rule as a sentence", () => {
  const names = { node: (id: string) => (id === "a" ? "Welcome" : "Offer") };
  const say = (input: unknown) => sayRule(ruleSchema.parse(input), names);
  const bought = { test: "purchased" };
  const clicked = { test: "clicked", email: "a" };

  test.each<[unknown, string]>([
    [{ groups: [{ tests: [clicked] }] }, "clicked a link in “Welcome”"],
    [{ groups: [{ tests: [{ ...clicked, link: "l1" }] }] }, "clicked that link in “Welcome”"],
    [{ groups: [{ tests: [{ ...clicked, not: true }] }] }, "did not click a link in “Welcome”"],
    [{ groups: [{ tests: [{ test: "opened", email: "b" }] }] }, "opened “Offer”"],
    [{ groups: [{ tests: [{ test: "opened", email: "b", not: true }] }] }, "did not open “Offer”"],
    [{ groups: [{ tests: [bought] }] }, "bought something"],
    [{ groups: [{ tests: [{ ...bought, not: true }] }] }, "did not buy anything"],
    [{ groups: [{ tests: [{ ...bought, product: "Course" }] }] }, "bought “Course”"],
    [{ groups: [{ tests: [{ ...bought, atLeast: 4990, currency: "EUR" }] }] }, "bought for at least €49.90"],
    [
      { groups: [{ match: "any", tests: [clicked, bought] }] },
      "clicked a link in “Welcome” or bought something",
    ],
    [
      { match: "any", groups: [{ tests: [clicked, bought] }, { tests: [{ test: "opened", email: "b" }] }] },
      "(clicked a link in “Welcome” and bought something) or opened “Offer”",
    ],
  ])("%j: %s", (input, sentence) => {
    expect(say(input)).toBe(sentence);
  });
});

test("a rule has up to ten groups of up to twenty tests", () => {
  const tests = Array.from({ length: 20 }, () => ({ test: "purchased" }));
  const groups = Array.from({ length: 10 }, () => ({ tests }));
  expect(ruleSchema.safeParse({ groups }).success).toBe(true);
  expect(ruleSchema.safeParse({ groups: [...groups, { tests }] }).success).toBe(false);
  expect(ruleSchema.safeParse({ groups: [{ tests: [...tests, ...tests] }] }).success).toBe(false);
});

test("a world that was not told about a topic cannot judge it", () => {
  const world = aWorld(aHistory({ facts: [aFact("purchase", 5)], topics: ["event:purchase"] }), 10);
  const subject = ruleSchema.parse({ groups: [{ tests: [{ test: "clicked", email: "a" }] }] });
  expect(() => judge(subject, { world, arrivedAt: 0 }, true)).toThrow("engagement:a");
});

describe("whether somebody opened who is not to be measured", () => {
  const asked = (not: boolean) =>
    ruleSchema.parse({ groups: [{ tests: [{ test: "opened", email: "e", not }] }] });
  const world = (engagements = [anOpening("e", 5, "clicked")]) =>
    aWorld(aHistory({ engagements, person: { measured: false } }), 10);

  test("is true neither way in the end, and may still become so before", () => {
    for (const not of [false, true]) {
      const asking = { world: world([]), arrivedAt: 0 };
      expect(judge(asked(not), asking, false).value).toBeNull();
      const { value, items } = judge(asked(not), asking, true);
      expect([value, items[0]?.unknown]).toEqual([false, true]);
    }
  });

  test("is proved by a click", () => {
    const asking = { world: world(), arrivedAt: 0 };
    expect(judge(asked(false), asking, false).value).toBe(true);
    expect(judge(asked(true), asking, false).value).toBe(false);
  });
});
