import { z } from "zod";
import type { JsonValue } from "@/lib/json";
import { comparedWith, compares, comparisonIssue, operator, sayComparison } from "../property-filter";
import type { TestDefinition } from "../test-definition";

export const fieldTest = z.strictObject({
  test: z.literal("field"),
  /** The name of a field of theirs; empty until it is chosen. */
  field: z.string().trim().max(100, "The name of a field has at most 100 characters.").default(""),
  is: operator.default("is"),
  value: comparedWith,
});

export const field: TestDefinition<z.output<typeof fieldTest>> = {
  label: "A field that says",
  reads: (test) => (test.field === "" ? [] : [{ topic: "field", field: test.field }]),
  look(test, { world }) {
    if (test.field === "") return { met: false };
    const stands = world.field(test.field);
    return { met: compares(test, Array.isArray(stands) ? stands : [stands]), read: readable(stands) };
  },
  say: (test) => `have a “${test.field}” that ${sayComparison(test)}`,
  tell: (test, { read }) =>
    read === null || read === undefined || read === ""
      ? `had nothing in “${test.field}”`
      : `had ${typeof read === "string" ? `“${read}”` : read} in “${test.field}”`,
  missing: (test) => (test.field === "" ? "Name the field" : null),
  issues(test) {
    const issue = test.field === "" ? null : comparisonIssue(test, test.field);
    return issue === null ? [] : [issue];
  },
};

const LONGEST_READ = 200;

/** What is kept of what stood there: a list or an object in short. */
export function readable(value: JsonValue): string | number | boolean | null {
  if (typeof value === "string") return value.slice(0, LONGEST_READ);
  return value !== null && typeof value === "object" ? JSON.stringify(value).slice(0, LONGEST_READ) : value;
}
