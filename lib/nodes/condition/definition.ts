import { z } from "zod";
import { eventsAsked, missingIn, purchasesAsked, remapRule, stepsNamed } from "@/lib/rules/references";
import { judge, onlyInTheEnd, type Rule, readsOf, rule, sayRule, tellRule, testsOf } from "@/lib/rules/rule";
import { ruleIssues } from "@/lib/rules/rule-issues";
import { sayDuration } from "@/lib/time/duration";
import {
  LONGEST_WAIT_MS,
  type NodeDefinition,
  type NodeIssue,
  noShorter,
  SHORTEST_WAIT_MS,
} from "../contract";

export const TWO_DAYS_MS = 2 * 86_400_000;

export const conditionSettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  rule: rule.prefault({ groups: [{ tests: [{ test: "clicked", email: "" }] }] }),
  /** How long people have for it, in milliseconds; 0 decides on arrival. */
  patienceMs: z.int().min(0).max(LONGEST_WAIT_MS).default(TWO_DAYS_MS),
});
export type ConditionSettings = z.output<typeof conditionSettings>;

/** With several groups it begins with a bracket. */
const capital = (sentence: string): string =>
  sentence.replace(/^\(?./u, (beginning) => beginning.toUpperCase());

export const condition = {
  type: "condition",
  label: "Condition",
  hint: "Two paths: yes or no",
  icon: "split",
  group: "logic",
  settings: conditionSettings,
  initial: () => conditionSettings.parse({}),
  exits: () => [
    { id: "yes", label: "Yes", mayStayOpen: false },
    { id: "no", label: "No", mayStayOpen: false },
  ],
  summary(settings, names) {
    const missing = missingIn(settings.rule);
    if (missing !== null) return `${missing} it asks about`;
    const within = settings.patienceMs > 0 ? ` within ${sayDuration(settings.patienceMs)}` : "";
    return `${capital(sayRule(settings.rule, names))}${within}?`;
  },
  issues(settings, surroundings, neighbours, self) {
    const found: NodeIssue[] = ruleIssues(settings.rule, {
      surroundings,
      neighbours,
      self,
      asker: "this condition",
    });
    if (settings.patienceMs === 0 && testsOf(settings.rule).some(({ test }) => "email" in test)) {
      found.push({
        level: "warns",
        message: "People have no time to open or click. Give them a day or two.",
      });
    }
    if (settings.patienceMs > 0 && settings.patienceMs < SHORTEST_WAIT_MS && !surroundings.shortWaits) {
      found.push({ level: "blocks", message: "Give people at least one minute." });
    }
    return found;
  },
  references: (settings) => stepsNamed(settings.rule),
  remap: (settings, map, link) => ({ ...settings, rule: remapRule(settings.rule, map, link) }),
  hopes: (settings) => eventsAsked(settings.rule),
  wishes: (settings) => purchasesAsked(settings.rule),
  lasting: (settings, shortestMs) => ({
    ...settings,
    patienceMs: noShorter(settings.patienceMs, shortestMs),
  }),
  unsubscribed: () => "way",
  dwells: (settings, exit) => (onlyInTheEnd(settings.rule, exit === "yes") ? settings.patienceMs : 0),
  goesAlong: { name: true, rule: true, patienceMs: true },
  ownKeyOnly: true,
  reads: (settings) => readsOf(settings.rule),
  visit(settings, at, world) {
    const until = at.arrivedAt + settings.patienceMs;
    const final = world.now >= until;
    const { value, items } = judge(settings.rule, { world, arrivedAt: at.arrivedAt }, final);
    if (value === null) return { answer: "wait", until };
    return {
      answer: "leave",
      by: value ? "yes" : "no",
      because: { v: 1, why: final && !value ? "patience" : "decided", items },
    };
  },
  tells(settings, { exit, because }, telling) {
    const why = tellRule(settings.rule, exit === "yes", because.items, telling);
    const within =
      because.why === "patience" && settings.patienceMs > 0
        ? ` within ${sayDuration(settings.patienceMs)}`
        : "";
    return `${capital(why)}${within}.`;
  },
  awaits: (settings, { names, until, follows }) =>
    `Waits until ${until} to see whether they ${sayRule(settings.rule, names)}. If not, ${follows("no")} is next.`,
} satisfies NodeDefinition<"condition", ConditionSettings>;

/** What stands with a person does not come about by waiting; what they do takes time. */
const asksWhatTheyDo = (asked: Rule): boolean =>
  testsOf(asked).some(({ test }) => !["tag", "field", "entry"].includes(test.test));

/** How long people have when the rule becomes `next`: as chosen, unless what it asks about is of another nature. */
export function patienceFor({ rule: before, patienceMs }: ConditionSettings, next: Rule): number {
  const [did, does] = [asksWhatTheyDo(before), asksWhatTheyDo(next)];
  if (did && !does && patienceMs === TWO_DAYS_MS) return 0;
  return !did && does && patienceMs === 0 ? TWO_DAYS_MS : patienceMs;
}
