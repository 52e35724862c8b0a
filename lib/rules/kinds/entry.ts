import { z } from "zod";
import { filterIssues, fitsAll, propertyFilter, sayFilters, valuesAt } from "../property-filter";
import type { TestDefinition } from "../test-definition";
import { readable } from "./field";

export const entryTest = z.strictObject({ test: z.literal("entry"), ...propertyFilter.shape });

export const entry: TestDefinition<z.output<typeof entryTest>> = {
  label: "Come in by an event whose",
  reads: () => [],
  decidedAtOnce: true,
  look(test, { world }) {
    const { properties } = world.entry;
    const [first = null] = valuesAt(properties, test.property);
    return { met: fitsAll([test], properties), read: readable(first), settled: true };
  },
  say: (test) => `came in by an event whose ${sayFilters([test])}`,
  tell: (test, { read }) =>
    read === null || read === undefined || read === ""
      ? `came in by an event without “${test.property}”`
      : `came in by an event whose “${test.property}” was ${read}`,
  missing: (test) => (test.property === "" ? "Name the property" : null),
  issues: (test) => (test.property === "" ? [] : filterIssues([test])),
};
