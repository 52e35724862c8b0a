import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonValue } from "@/lib/json";
import { aFact } from "@/lib/nodes/sample-world";
import { type PurchaseFilter, purchaseMatches } from "./purchase";

const anything: PurchaseFilter = { product: "", atLeast: null, currency: "EUR" };
const purchase = (properties: Record<string, JsonValue>, value: number | null = 4_990, currency = "EUR") =>
  aFact("purchase", 1, { properties, value, currency: value === null ? null : currency });

test.each<[string, Record<string, JsonValue>, boolean]>([
  ["its name", { product: "Course" }, true],
  ["its name in other letters", { product: "COURSE" }, true],
  ["another name", { product: "Courses" }, false],
  ["its id", { productId: "course" }, true],
  ["its sku", { sku: "course" }, true],
  ["an object of that name", { product: { name: "Course" } }, true],
  ["an object of that id", { product: { id: "course", name: "Something else" } }, true],
  ["an item", { items: ["Book", "Course"] }, true],
  ["an item as an object", { items: [{ sku: "book" }, { productId: "course", quantity: 2 }] }, true],
  ["items that are no list", { items: { product: "Course" } }, false],
  ["nothing", {}, false],
  ["the name elsewhere", { note: "Course" }, false],
])("a purchase that names the product by %s", (_, properties, matches) => {
  expect(purchaseMatches({ ...anything, product: "Course" }, purchase(properties))).toBe(matches);
  expect(purchaseMatches(anything, purchase(properties))).toBe(true);
});

test("a number names a product", () => {
  expect(purchaseMatches({ ...anything, product: "17" }, purchase({ productId: 17 }))).toBe(true);
});

test.each<[number, string, number | null, string, boolean]>([
  [4_990, "EUR", 4_990, "EUR", true],
  [4_990, "EUR", 4_989, "EUR", false],
  [4_990, "EUR", 9_999, "USD", false],
  [4_990, "EUR", null, "EUR", false],
  [0, "EUR", 0, "EUR", true],
  [0, "EUR", null, "EUR", false],
  [500, "JPY", 500, "JPY", true],
])("at least %i %s: %s %s counts: %s", (atLeast, currency, value, paid, matches) => {
  expect(purchaseMatches({ product: "", atLeast, currency }, purchase({}, value, paid))).toBe(matches);
});

test("product and amount are both asked for", () => {
  const filter = { product: "Course", atLeast: 1_000, currency: "EUR" };
  expect(purchaseMatches(filter, purchase({ product: "Course" }, 999))).toBe(false);
  expect(purchaseMatches(filter, purchase({ product: "Book" }, 1_000))).toBe(false);
  expect(purchaseMatches(filter, purchase({ product: "Course" }, 1_000))).toBe(true);
});

test("whatever properties a purchase carries, it is judged", () => {
  const json = fc.dictionary(fc.constantFrom("product", "productId", "sku", "items", "name"), fc.jsonValue());
  fc.assert(
    fc.property(json, fc.string(), (properties, product) => {
      const value = purchaseMatches(
        { ...anything, product },
        purchase(properties as Record<string, JsonValue>),
      );
      expect(typeof value).toBe("boolean");
    }),
  );
});
