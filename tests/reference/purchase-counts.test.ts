import { describe, expect, it } from "vitest";
import type { Fact } from "@/lib/flow/world";
import { purchaseCounts } from "./purchase-counts";

const ENTERED = 1_000;
const paid: Fact = {
  id: "fact",
  name: "purchase",
  at: ENTERED + 5,
  visibleAt: ENTERED + 5,
  value: 500,
  currency: "EUR",
  properties: { product: "course" },
};
const wish = { product: "Course", atLeast: 500, currency: "EUR" };

describe("a purchase", () => {
  it.each<[string, Partial<Fact>, boolean]>([
    ["of that product and amount counts", {}, true],
    ["of more counts", { value: 501 }, true],
    ["that happened exactly at entry counts", { at: ENTERED }, true],
    ["that happened before entry does not, though seen after", { at: ENTERED - 1 }, false],
    ["that started the enrollment does not", { id: "entry", at: ENTERED }, false],
    ["of less does not", { value: 499 }, false],
    ["without an amount does not", { value: null }, false],
    ["in another currency does not", { currency: "USD" }, false],
    ["of something else does not", { properties: { product: "courses" } }, false],
    ["of nothing named does not", { properties: {} }, false],
    ["by its sku counts", { properties: { product: "x", sku: "COURSE" } }, true],
    ["named by an object counts", { properties: { product: { name: "course" } } }, true],
    ["of one of its items counts", { properties: { items: [{ sku: "a" }, { productId: "course" }] } }, true],
    ["that is called otherwise does not", { name: "refund" }, false],
  ])("%s", (_what, change, expected) => {
    expect(purchaseCounts({ ...paid, ...change }, wish, ENTERED, "entry")).toBe(expected);
  });

  it("counts whatever it is when nothing is asked", () => {
    const bare = { ...paid, value: null, currency: null, properties: {} };
    expect(purchaseCounts(bare, { product: "", atLeast: null, currency: "EUR" }, ENTERED, "entry")).toBe(
      true,
    );
  });
});
