import type { z } from "zod";
import type { Fact } from "@/lib/flow/world";
import { fulfilling } from "./fulfilling";
import type { purchasedTest } from "./kinds/purchased";
import type { Rule } from "./rule";
import { testsOf } from "./rule";
import { definitionOf, type RuleTest } from "./tests";

/** The emails whose opens and clicks a rule asks about, those not chosen yet aside. */
export const emailsAsked = (subject: Rule): string[] =>
  testsOf(subject).flatMap(({ test }) => ("email" in test && test.email ? [test.email] : []));

/** The email since whose sending a test counts. */
export const emailSince = (test: RuleTest): string | undefined =>
  "since" in test && test.since?.from === "email" ? test.since.email : undefined;

/** Every step that a rule names, those not chosen yet aside. */
export const stepsNamed = (subject: Rule): string[] =>
  testsOf(subject).flatMap(({ test }) => {
    const named = [
      "email" in test ? test.email : "",
      "goal" in test ? test.goal : "",
      emailSince(test) ?? "",
    ];
    return named.filter((id) => id !== "");
  });

/** What its author has not chosen yet, of the first test that is unfinished: "Choose the email". */
export function missingIn(subject: Rule): string | null {
  for (const { test } of testsOf(subject)) {
    const missing = definitionOf(test).missing(test);
    if (missing !== null) return missing;
  }
  return null;
}

/** The purchases a rule asks about. */
export const purchasesAsked = (subject: Rule): z.output<typeof purchasedTest>[] =>
  testsOf(subject).flatMap(({ test }) => (test.test === "purchased" ? [test] : []));

/** Events a rule asks about, each saying what it asks for. */
export const eventsAsked = (subject: Rule): Pick<Fact, "name" | "properties">[] =>
  testsOf(subject).flatMap(({ test }) =>
    test.test === "happened" ? [{ name: test.event, properties: fulfilling(test.where) }] : [],
  );

type Follow = (id: string) => string | undefined;
/** What became of a link of an email; null: any link. */
type FollowLink = (email: string, key: string) => string | null;

/** The same rule with the steps it names followed through `map`; a missing id means the step is gone. */
export const remapRule = (subject: Rule, map: Follow, link?: FollowLink): Rule => ({
  ...subject,
  groups: subject.groups.map((group) => ({
    ...group,
    tests: group.tests.map((test) => remapTest(test, map, link)),
  })),
});

function remapTest(test: RuleTest, map: Follow, link?: FollowLink): RuleTest {
  const follow = (id: string) => (id && map(id)) || "";
  switch (test.test) {
    case "opened":
      return { ...test, email: follow(test.email) };
    case "clicked": {
      const kept = link && test.link !== null ? link(test.email, test.link) : test.link;
      return { ...test, email: follow(test.email), link: kept };
    }
    case "goal":
      return { ...test, goal: follow(test.goal) };
    case "purchased":
    case "happened":
      return test.since?.from === "email"
        ? { ...test, since: { from: "email", email: follow(test.since.email) } }
        : test;
    default:
      return test;
  }
}
