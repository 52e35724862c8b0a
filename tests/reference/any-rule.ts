import fc from "fast-check";
import type { FlowNode } from "@/lib/flow/flow";

export const currencies = fc.constantFrom("EUR", "EUR", "USD");
export const wish = {
  product: fc.constantFrom("", "", "book", "Course", "MUG"),
  atLeast: fc.constantFrom(null, null, 1_000, 5_000),
  currency: currencies,
};

/** What somebody may be, and be asked about. */
export const TAGS = ["vip", "new"];
export const FIELDS = ["plan", "seats"];
export const person = fc.record({
  tags: fc.subarray(TAGS),
  fields: fc.record(
    { plan: fc.constantFrom("free", "Pro", "", null), seats: fc.constantFrom(1, 5, "5.0", ["2", "7"]) },
    { requiredKeys: [] },
  ),
});

const comparison = fc.record({
  is: fc.constantFrom(
    "is" as const,
    "is" as const,
    "is-not" as const,
    "contains" as const,
    "contains-not" as const,
    "is-filled" as const,
    "is-empty" as const,
    "more" as const,
    "less" as const,
    "before" as const,
    "after" as const,
  ),
  value: fc.constantFrom("pro", "book", "5", "20", "AT", "o", "2026-03-02"),
});
export const property = fc.constantFrom("product", "country", "cart.total", "items.sku", "missing");
const since = fc.constantFrom(
  "entry" as const,
  "entry" as const,
  "arrival" as const,
  "email" as const,
  "ever" as const,
);

const test = fc.record({
  test: fc.constantFrom(
    "opened" as const,
    "opened" as const,
    "clicked" as const,
    "clicked" as const,
    "purchased" as const,
    "purchased" as const,
    "happened" as const,
    "person" as const,
    "entry" as const,
    "goal" as const,
  ),
  which: fc.nat(99),
  link: fc.constantFrom(null, null, "a", "b"),
  not: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  ...wish,
  since,
  times: fc.constantFrom(1, 1, 2),
  event: fc.constantFrom("purchase", "viewed", "viewed", ""),
  property,
  comparison,
  filtered: fc.boolean(),
});
const match = fc.constantFrom("all" as const, "any" as const);
export const ruleSpec = fc.record({
  match,
  groups: fc.array(fc.record({ match, tests: fc.array(test, { minLength: 1, maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
});
export type RuleSpec = typeof ruleSpec extends fc.Arbitrary<infer T> ? T : never;

export function ruleOf(spec: RuleSpec, emails: string[], goals: string[]): Rule {
  return {
    match: spec.match,
    groups: spec.groups.map((group) => ({
      match: group.match,
      tests: group.tests.map((one) => testOf(one, emails, goals)),
    })),
  };
}

type Rule = Extract<FlowNode, { type: "condition" }>["data"]["rule"];
type Test = Rule["groups"][number]["tests"][number];
type TestSpec = RuleSpec["groups"][number]["tests"][number];

/** What there is nothing to ask about asks about a purchase. */
function testOf(spec: TestSpec, emails: string[], goals: string[]): Test {
  const { test, which, link, not, product, atLeast, currency, times, event } = spec;
  const email = emails[which % Math.max(emails.length, 1)];
  const goal = goals[which % Math.max(goals.length, 1)];
  const asked = email ?? "";
  const from = spec.since === "email" ? { from: spec.since, email: asked } : { from: spec.since };
  const filter = { property: spec.property, ...spec.comparison };
  switch (test) {
    case "opened":
      if (email) return { test, email, not };
      break;
    case "clicked":
      if (email) return { test, email, link, not };
      break;
    case "goal":
      if (goal) return { test, goal, not };
      break;
    case "happened":
      return { test, event, where: spec.filtered ? [filter] : [], times, since: from, not };
    case "person":
      return spec.filtered
        ? { test: "field", field: FIELDS[which % FIELDS.length] ?? "", ...spec.comparison }
        : { test: "tag", tag: TAGS[which % TAGS.length] ?? "", not };
    case "entry":
      return { test, ...filter };
  }
  const bought = { test: "purchased" as const, product, atLeast, currency, not };
  return spec.since === "entry" ? bought : { ...bought, since: from };
}
