import { z } from "zod";
import { filterIssues, fitsAll, propertyFilter, sayFilters, valuesAt } from "../property-filter";
import type { TestDefinition } from "../test-definition";
import { readable } from "./field";

export const answerTest = z.strictObject({ test: z.literal("answer"), ...propertyFilter.shape });

/** What a Webhook step on their way was answered. It was there before they came here. */
export const answer: TestDefinition<z.output<typeof answerTest>> = {
  label: "Got an answer whose",
  reads: () => [],
  decidedAtOnce: true,
  look(test, { world }) {
    const answers = world.answers();
    const [first = null] = valuesAt(answers, test.property);
    return { met: fitsAll([test], answers), read: readable(first), settled: true };
  },
  say: (test) => `got a webhook’s answer whose ${sayFilters([test])}`,
  tell: (test, { read }) =>
    read === null || read === undefined || read === ""
      ? `got no webhook’s answer with “${test.property}”`
      : `got a webhook’s answer whose “${test.property}” was ${read}`,
  missing: (test) => (test.property === "" ? "Name what the answer says" : null),
  issues: (test) => (test.property === "" ? [] : filterIssues([test])),
};
