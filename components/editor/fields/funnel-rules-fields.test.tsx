import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { funnelRules } from "@/lib/flow/funnel-rules";
import { type TestKind, tests } from "@/lib/rules/tests";
import { drawing, goal, mail, onEvent } from "@/tests/engine/drawings";
import { FunnelRulesFields } from "./funnel-rules-fields";
import { TestFields } from "./test-fields";
import { fresh } from "./tests/fresh";

const entry = { rule: "per-key" as const, property: "cartId" };
const steps = { t: onEvent("signed up"), hello: mail("Hello"), g: goal() };
const drawn = (rules?: object) => drawing(steps, ["t > hello > g"], entry, rules);
const nothing = () => {};

test("without rules, what always makes people leave is said, and nothing is switched on", () => {
  const html = renderToStaticMarkup(<FunnelRulesFields flow={drawn()} readOnly={false} change={nothing} />);
  expect(html).toContain("they report your mail as spam");
  expect(html).not.toContain('aria-checked="true"');
  expect(html).not.toContain("Product");
});

test("what is switched on has its fields, and says how carts are told apart", () => {
  const rules = funnelRules.parse({
    except: { groups: [{ tests: [{ test: "tag", tag: "vip" }] }] },
    leave: { purchased: {}, events: [{ event: "call.booked", where: [{ property: "kind" }] }] },
  });
  const html = renderToStaticMarkup(
    <FunnelRulesFields flow={drawn(rules)} readOnly={false} change={nothing} />,
  );
  for (const words of ["vip", "Product", "call.booked", "How kind is compared", "Each “cartId” by itself"]) {
    expect(html).toContain(words);
  }
});

test.each(Object.keys(tests) as TestKind[])(
  "a test “%s” has fields, and none to change for a viewer",
  (kind) => {
    const flow = drawn();
    const html = renderToStaticMarkup(
      <TestFields test={fresh(kind, flow)} flow={flow} readOnly onChange={nothing} />,
    );
    expect(html).toContain('aria-label="What it asks"');
    expect(html).not.toMatch(/<select(?![^>]*disabled)/);
    expect(html).not.toContain("<button");
  },
);
