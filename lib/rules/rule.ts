import { z } from "zod";
import type { Topic, World } from "@/lib/flow/world";
import { topicKey } from "@/lib/flow/world";
import type { Evidence, Names, Telling } from "@/lib/nodes/contract";
import { definitionOf, type RuleTest, ruleTest } from "./tests";

export const match = z.enum(["all", "any"]);

/** Groups of tests: "any of (all of …, all of …)" and the like. */
export const rule = z.strictObject({
  match: match.default("all"),
  groups: z
    .array(z.strictObject({ match: match.default("all"), tests: z.array(ruleTest).min(1).max(20) }))
    .min(1)
    .max(10),
});
export type Rule = z.output<typeof rule>;

/** Every test of a rule with its path ("groups.0.tests.1"). */
export const testsOf = (subject: Rule): { path: string; test: RuleTest }[] =>
  subject.groups.flatMap((group, g) =>
    group.tests.map((test, t) => ({ path: `groups.${g}.tests.${t}`, test })),
  );

export const readsOf = (subject: Rule): Topic[] => {
  const topics = new Map<string, Topic>();
  for (const { test } of testsOf(subject)) {
    const topic = definitionOf(test).reads(test);
    topics.set(topicKey(topic), topic);
  }
  return [...topics.values()];
};

type Verdict = boolean | null;

const all = (verdicts: Verdict[]): Verdict =>
  verdicts.includes(false) ? false : verdicts.includes(null) ? null : true;
const any = (verdicts: Verdict[]): Verdict =>
  verdicts.includes(true) ? true : verdicts.includes(null) ? null : false;

/**
 * Judges a rule as of this world. While `final` is false, what has not happened may still happen:
 * the answer is then null (undecided) unless it can no longer change.
 */
export function judge(
  subject: Rule,
  world: World,
  final: boolean,
): { value: Verdict; items: Evidence["items"] } {
  const items: Evidence["items"] = [];
  const groups = subject.groups.map((group, g) => {
    const verdicts = group.tests.map((test, t): Verdict => {
      const definition = definitionOf(test);
      const met = definition.met(test, world);
      items.push({
        topic: topicKey(definition.reads(test)),
        test: `groups.${g}.tests.${t}`,
        ...(met ? { factId: met.factId } : {}),
        value: met !== null,
        at: met?.at ?? null,
      });
      if (met) return !test.not;
      return final ? test.not : null;
    });
    return group.match === "all" ? all(verdicts) : any(verdicts);
  });
  return { value: subject.match === "all" ? all(groups) : any(groups), items };
}

/** The rule as a sentence's middle: "clicked a link in “Welcome” and bought something". */
export function sayRule(subject: Rule, names: Names): string {
  const join = (parts: string[], how: "all" | "any") => parts.join(how === "all" ? " and " : " or ");
  const groups = subject.groups.map((group) => {
    const parts = group.tests.map((test) => definitionOf(test).say(test, names));
    const text = join(parts, group.match);
    return subject.groups.length > 1 && parts.length > 1 ? `(${text})` : text;
  });
  return join(groups, subject.match);
}

/**
 * Why a rule came out as it did, as a sentence's middle: the tests that speak for the answer, joined.
 * `items` are the evidence that `judge` gave.
 */
export function tellRule(subject: Rule, answer: boolean, items: Evidence["items"], telling: Telling): string {
  const parts = testsOf(subject).flatMap(({ path, test }) => {
    const item = items.find((one) => one.test === path);
    const met = item?.value === true;
    if ((met !== test.not) !== answer) return [];
    return [
      met && item?.factId !== undefined
        ? definitionOf(test).tell(test, item.factId, telling)
        : definitionOf(test).say({ ...test, not: !met }, telling.names),
    ];
  });
  return [...new Set(parts)].join(" and ");
}
