import { describe, expect, test } from "vitest";
import { type EffectState, topicKey, worldAt } from "@/lib/flow/world";
import { aFact, aHistory, anOpening } from "@/lib/nodes/sample-world";
import { emailsAsked, missingIn, remapRule, stepsNamed } from "./references";
import { judge, readsOf, rule as ruleSchema, sayRule, tellRule } from "./rule";

const asked = (one: object) => ruleSchema.parse({ groups: [{ tests: [one] }] });

type Known = Parameters<typeof aHistory>[0] & {
  arrivedAt?: number;
  now?: number;
  final?: boolean;
  met?: string[];
};

/** Judges one test in a world in which everything in `known` is so; instants are counted from the entry. */
function ask(one: object, known: Known = {}) {
  const { arrivedAt = 100, now = 1_000, final = true, met = [], ...rest } = known;
  const history = aHistory(rest);
  const world = worldAt(history, now, 2, [], (goal) => (met.includes(goal) ? aFact("purchase", 50) : null));
  return judge(asked(one), { world, arrivedAt }, final);
}
const value = (one: object, known?: Known) => ask(one, known).value;

const sentAt = (nodeId: string, ...moments: (number | EffectState["settled"])[]): EffectState[] =>
  moments.flatMap((at, visit) =>
    typeof at === "number"
      ? [{ visit, nodeId, key: "mail", settled: "sent", settledAt: at, reason: null }]
      : [],
  );

describe("since when something counts", () => {
  const viewed = { test: "happened", event: "viewed" };
  const at = (...moments: number[]) => moments.map((moment) => aFact("viewed", moment));
  const email = { from: "email", email: "e" };

  test.each<[string, object | undefined, number[], EffectState[], boolean]>([
    ["entry", undefined, [0], [], true],
    ["entry: not before", undefined, [-1], [], false],
    ["arrival", { from: "arrival" }, [100], [], true],
    ["arrival: not before", { from: "arrival" }, [99], [], false],
    ["ever", { from: "ever" }, [-1], [], true],
    ["ever: later, too", { from: "ever" }, [5], [], true],
    ["email", email, [60], sentAt("e", 60), true],
    ["email: not before", email, [59], sentAt("e", 60), false],
    ["email: never sent", email, [60], [], false],
    ["email: another one", email, [60], sentAt("other", 10), false],
    ["email: the last before they came", email, [60], sentAt("e", 10, 90), false],
    ["email: the last before they came", email, [91], sentAt("e", 10, 90, 200), true],
    ["email: else the first after", email, [150], sentAt("e", 150, 300), true],
    ["email: else the first after", email, [149], sentAt("e", 150, 300), false],
    ["email: not yet known to be sent", email, [900], sentAt("e", 1_001), false],
  ])("%s %#", (_, since, moments, effects, met) => {
    expect(value({ ...viewed, ...(since ? { since } : {}) }, { facts: at(...moments), effects })).toBe(met);
  });

  test("a dropped mail was not sent, one whose fate is unknown may have been", () => {
    const [one] = sentAt("e", 60) as [EffectState];
    const known = (settled: EffectState["settled"]) => ({ facts: at(70), effects: [{ ...one, settled }] });
    expect(value({ ...viewed, since: email }, known("dropped"))).toBe(false);
    expect(value({ ...viewed, since: email }, known("failed"))).toBe(false);
    expect(value({ ...viewed, since: email }, known("unknown"))).toBe(true);
  });

  test("the event they came in by never counts", () => {
    const entry = aFact("viewed", 0);
    for (const from of ["entry", "arrival", "ever"]) {
      expect(value({ ...viewed, since: { from } }, { entry, facts: [entry], arrivedAt: 0 })).toBe(false);
    }
  });

  test("a purchase may be asked for since all of these", () => {
    const known = { facts: [aFact("purchase", 50)], effects: sentAt("e", 60) };
    const bought = (since: object) => value({ test: "purchased", since }, known);
    expect(value({ test: "purchased" }, known)).toBe(true);
    expect(bought({ from: "entry" })).toBe(true);
    expect(bought({ from: "arrival" })).toBe(false);
    expect(bought(email)).toBe(false);
    expect(bought({ from: "ever" })).toBe(true);
  });

  test("what it reads follows from it", () => {
    const reads = (since: object) => readsOf(asked({ test: "purchased", since })).map(topicKey);
    expect(reads({ from: "arrival" })).toEqual(["event:purchase"]);
    expect(reads({ from: "ever" })).toEqual(["event:purchase", "past:purchase"]);
  });
});

describe("an email that was sent several times", () => {
  /** By the visits 0, 1, 2, at these moments. */
  const effects = sentAt("e", 10, 90, 200);
  const opens = (visit: number, at: number, kind: "opened" | "clicked" = "opened") => ({
    effects,
    engagements: [anOpening("e", at, kind, null, visit)],
  });
  const opened = { test: "opened", email: "e" };
  const clicked = { test: "clicked", email: "e" };

  test.each<[string, object, Known, boolean]>([
    ["the last one before they came", opened, opens(1, 95), true],
    ["an earlier one, before the last was sent", opened, opens(0, 89), false],
    ["an earlier one, clicked before the last was sent", clicked, opens(0, 50, "clicked"), false],
    ["an earlier one, but after the last was sent", opened, opens(0, 90), true],
    ["the last one, before it was known to be sent", opened, opens(1, 80), true],
    ["one that is sent while they wait", opened, opens(2, 210), true],
    ["the only one", opened, { ...opens(0, 50), effects: sentAt("e", 10) }, true],
    [
      "the first, which is sent while they wait",
      opened,
      { ...opens(0, 150), effects: sentAt("e", 150) },
      true,
    ],
  ])("counts by %s", (_, one, known, met) => {
    expect(value(one, known)).toBe(met);
  });
});

test("as many events as it takes, that say what is asked; the last one is cited", () => {
  const facts = [1, 2, 3, 4].map((at) =>
    aFact("lesson", at, { properties: { course: at === 2 ? "b" : "a" } }),
  );
  const where = [{ property: "course", is: "is", value: "A" }];
  const three = { test: "happened", event: "lesson", where, times: 3 };
  expect(ask(three, { facts }).items).toEqual([
    { topic: "event:lesson", test: "groups.0.tests.0", factId: "lesson-4", value: true, at: 4 },
  ]);
  expect(value({ ...three, times: 4 }, { facts })).toBe(false);
  expect(value({ ...three, not: true }, { facts })).toBe(false);
  expect(value({ ...three, event: "" }, { facts })).toBe(false);
});

describe("what stands with a person", () => {
  const person = { tags: ["vip"], fields: { plan: "Pro", seats: 5, list: ["a", "b"] } };
  test.each<[object, boolean]>([
    [{ test: "tag", tag: "vip" }, true],
    [{ test: "tag", tag: "vip", not: true }, false],
    [{ test: "tag", tag: "new" }, false],
    [{ test: "field", field: "plan", value: "pro" }, true],
    [{ test: "field", field: "plan", is: "is-not", value: "pro" }, false],
    [{ test: "field", field: "seats", is: "more", value: "4" }, true],
    [{ test: "field", field: "list", value: "b" }, true],
    [{ test: "field", field: "missing", is: "is-empty" }, true],
    [{ test: "field", field: "constructor", is: "is-filled" }, false],
  ])("%j: %s", (one, met) => {
    expect(value(one, { person })).toBe(met);
  });

  test("what was read is kept", () => {
    const field = { test: "field", field: "plan", value: "free" };
    expect(ask(field, { person }).items).toEqual([
      { topic: "field:plan", test: "groups.0.tests.0", value: false, read: "Pro", at: null },
    ]);
    expect(ask({ test: "tag", tag: "vip" }, { person }).items[0]).toMatchObject({ value: true, read: true });
  });

  test("while there is time, it may still become so", () => {
    expect(value({ test: "tag", tag: "new" }, { person, final: false })).toBe(null);
    expect(value({ test: "tag", tag: "vip" }, { person, final: false })).toBe(true);
  });
});

test("the event they came in by says what it says, so it is decided at once", () => {
  const entry = aFact("cart.updated", 0, { properties: { cart: { total: 60 } } });
  const dear = { test: "entry", property: "cart.total", is: "more", value: "50" };
  expect(value(dear, { entry, final: false })).toBe(true);
  expect(value({ ...dear, value: "70" }, { entry, final: false })).toBe(false);
  expect(readsOf(asked(dear))).toEqual([]);
});

test("a goal is met or not", () => {
  expect(value({ test: "goal", goal: "g" }, { met: ["g"] })).toBe(true);
  expect(value({ test: "goal", goal: "g" }, { met: ["h"] })).toBe(false);
  expect(value({ test: "goal", goal: "g", not: true }, { met: ["h"] })).toBe(true);
});

describe("in words", () => {
  const names = { node: (id: string) => ({ e: "Welcome", g: "Bought" })[id] ?? "?" };
  const where = [{ property: "course", value: "yoga" }];
  test.each<[object, string]>([
    [
      { test: "purchased", since: { from: "email", email: "e" } },
      "bought something since “Welcome” was sent",
    ],
    [{ test: "purchased", not: true, since: { from: "ever" } }, "did not buy anything at any time"],
    [
      { test: "happened", event: "lesson", where, times: 3, since: { from: "arrival" } },
      "did “lesson” where “course” is yoga at least 3 times since they came here",
    ],
    [{ test: "happened", event: "lesson", not: true }, "did not do “lesson”"],
    [{ test: "tag", tag: "vip" }, "have the tag “vip”"],
    [{ test: "tag", tag: "vip", not: true }, "do not have the tag “vip”"],
    [{ test: "field", field: "plan", is: "contains", value: "Pro" }, "have a “plan” that contains “Pro”"],
    [
      { test: "entry", property: "total", is: "more", value: "5" },
      "came in by an event whose “total” is more than 5",
    ],
    [{ test: "goal", goal: "g", not: true }, "did not meet the goal “Bought”"],
  ])("%j", (one, words) => {
    expect(sayRule(asked(one), names)).toBe(words);
  });

  const told = (one: object, known: Known) => {
    const { value: answer, items } = ask(one, known);
    const telling = { names, fact: () => undefined, engagement: () => undefined };
    return tellRule(asked(one), answer === true, items, telling);
  };
  test("and what came of it", () => {
    const person = { tags: ["vip"], fields: { plan: "Pro" } };
    expect(told({ test: "tag", tag: "vip" }, { person })).toBe("had the tag “vip”");
    expect(told({ test: "tag", tag: "new" }, { person })).toBe("did not have the tag “new”");
    expect(told({ test: "field", field: "plan", value: "free" }, { person })).toBe("had “Pro” in “plan”");
    expect(told({ test: "field", field: "size", value: "free" }, { person })).toBe("had nothing in “size”");
    expect(told({ test: "happened", event: "lesson" }, {})).toBe("did not do “lesson”");
  });

  test.each<[object, string | null]>([
    [{ test: "tag" }, "Name the tag"],
    [{ test: "field" }, "Name the field"],
    [{ test: "entry" }, "Name the property"],
    [{ test: "happened" }, "Name the event"],
    [{ test: "goal", goal: "" }, "Choose the goal"],
    [{ test: "purchased", since: { from: "email", email: "" } }, "Choose the email"],
    [{ test: "purchased" }, null],
  ])("what is missing in %j", (one, missing) => {
    expect(missingIn(asked(one))).toBe(missing);
  });
});

test("the steps a rule names are followed, and forgotten when they are gone", () => {
  const subject = ruleSchema.parse({
    groups: [
      {
        tests: [
          { test: "goal", goal: "g" },
          { test: "purchased", since: { from: "email", email: "e" } },
          { test: "happened", event: "x", since: { from: "email", email: "e" } },
          { test: "tag", tag: "e" },
        ],
      },
    ],
  });
  expect(stepsNamed(subject)).toEqual(["g", "e", "e"]);
  expect(emailsAsked(subject)).toEqual([]);
  expect(stepsNamed(remapRule(subject, (id) => `${id}2`))).toEqual(["g2", "e2", "e2"]);
  expect(stepsNamed(remapRule(subject, () => undefined))).toEqual([]);
});
