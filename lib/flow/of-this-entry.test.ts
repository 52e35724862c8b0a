import { expect, test } from "vitest";
import { aFact, aHistory } from "@/lib/nodes/sample-world";
import { asks, type Drawn, drawing, onEvent, wait } from "@/tests/engine/drawings";
import { startJourney, step } from "./walk";
import { whyNotFor } from "./who";
import { worldAt } from "./world";

const perCart = { rule: "per-key" as const, property: "cart" };
const sorts = (one: Record<string, unknown>): Drawn => ({
  type: "branch",
  data: { rules: [{ id: "1", rule: { groups: [{ tests: [one] }] } }] },
});

const about = (cart: string | null, at: number) =>
  aFact("purchase", at, { properties: cart === null ? {} : { cart } });
const came = aFact("cart.updated", 0, { properties: { cart: "mine" } });

/** The path by which somebody with the cart "mine" leaves the step that asks, once this has happened. */
function takes(asking: Drawn, fact: ReturnType<typeof about>): string | null {
  const flow = drawing({ t: onEvent("cart.updated"), ask: asking, w: wait(1_000) }, ["t > ask"], perCart);
  const went = step(flow, startJourney("t", 0), aHistory({ entry: came, facts: [fact] }), 10);
  const left = "moves" in went ? went.moves.findLast(({ kind }) => kind === "left") : undefined;
  return left?.kind === "left" ? left.exit : null;
}

const [bought, ever] = [{ test: "purchased" }, { test: "purchased", since: { from: "ever" } }];
const happened = { test: "happened", event: "purchase" };

test.each<[string, Record<string, unknown>, ReturnType<typeof about>, boolean]>([
  ["its own order", bought, about("mine", 5), true],
  ["another cart's", bought, about("other", 5), false],
  ["one that does not say", bought, about(null, 5), true],
  ["another cart's, as an event", happened, about("other", 5), false],
  ["another cart's, at any time", ever, about("other", 5), false],
  ["another cart's, from before they entered", ever, about("other", -5), true],
])("an order of one cart is nothing to another cart of theirs: %s", (_, asked, fact, counts) => {
  expect(takes(asks(asked, 0), fact)).toBe(counts ? "yes" : "no");
  expect(takes(sorts(asked), fact)).toBe(counts ? "1" : "else");
  const flow = drawing({ t: onEvent("cart.updated") }, [], perCart, {
    except: { groups: [{ tests: [asked] }] },
  });
  const world = worldAt(aHistory({ entry: came, facts: [fact] }), 10, 1);
  expect(whyNotFor(flow, world) !== null).toBe(counts);
});
