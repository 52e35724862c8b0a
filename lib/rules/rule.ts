import { z } from "zod";
import type { Topic } from "@/lib/flow/world";
import { topicKey } from "@/lib/flow/world";
import type { Evidence, Names, Telling } from "@/lib/nodes/contract";
import type { Asking } from "./test-definition";
import { definitionOf, isNegated, type RuleTest, ruleTest } from "./tests";

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
  const topics = testsOf(subject).flatMap(({ test }) => definitionOf(test).reads(test));
  return [...new Map(topics.map((topic): [string, Topic] => [topicKey(topic), topic])).values()];
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
  asking: Asking,
  final: boolean,
): { value: Verdict; items: Evidence["items"] } {
  const items: Evidence["items"] = [];
  const groups = subject.groups.map((group, g) => {
    const verdicts = group.tests.map((test, t): Verdict => {
      const definition = definitionOf(test);
      const { met, factId, read, at, settled, unknown } = definition.look(test, asking);
      const [topic] = definition.reads(test);
      items.push({
        topic: topic ? topicKey(topic) : test.test,
        test: `groups.${g}.tests.${t}`,
        ...(factId === undefined ? {} : { factId }),
        value: met,
        ...(read === undefined ? {} : { read }),
        ...(unknown ? { unknown } : {}),
        at: at ?? null,
      });
      if (met) return !isNegated(test);
      return final || settled ? isNegated(test) && !unknown : null;
    });
    return group.match === "all" ? all(verdicts) : any(verdicts);
  });
  return { value: subject.match === "all" ? all(groups) : any(groups), items };
}

/** Whether a rule comes out as `answer` only when its patience ends, whatever happens before. */
export const onlyInTheEnd = (subject: Rule, answer: boolean): boolean =>
  testsOf(subject).every(({ test }) => !definitionOf(test).decidedAtOnce && isNegated(test) === answer);

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
    if ((met !== isNegated(test) && !item?.unknown) !== answer) return [];
    return [definitionOf(test).tell(test, { ...item, met }, telling)];
  });
  return [...new Set(parts)].join(" and ");
}
