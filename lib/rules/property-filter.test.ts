import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "@/lib/json";
import {
  compares,
  filterIssues,
  fitsAll,
  OPERATORS,
  type Operator,
  propertyFilter,
  propertyFilters,
  sayFilters,
  valuesAt,
} from "./property-filter";

const cart: Record<string, JsonValue> = {
  total: 59.9,
  country: "AT",
  vip: true,
  note: "  ",
  none: null,
  renewal: "2026-03-01",
  bookedAt: "2026-03-01T23:30:00-05:00",
  cart: { id: "c1", total: "60" },
  items: [{ sku: "Book", price: 20 }, { sku: "mug" }, "loose"],
  tags: ["new", "Summer sale"],
  "cart.id": "literal",
  empty: [],
};

describe.each<[Operator, string, string, boolean]>([
  ["is", "country", "at", true],
  ["is", "country", "DE", false],
  ["is", "total", "59.90", true],
  ["is", "vip", "true", true],
  ["is", "missing", "AT", false],
  ["is", "items.sku", "MUG", true],
  ["is", "tags", "new", true],
  ["is", "cart", "c1", false],
  ["is", "cart.total", "60.0", true],
  // A name that has a dot itself comes first.
  ["is", "cart.id", "literal", true],
  ["is-not", "country", "DE", true],
  ["is-not", "country", "AT", false],
  ["is-not", "missing", "AT", true],
  ["is-not", "tags", "new", false],
  ["contains", "tags", "sale", true],
  ["contains", "country", "a", true],
  ["contains", "missing", "a", false],
  ["contains-not", "tags", "winter", true],
  ["contains-not", "missing", "a", true],
  ["is-empty", "missing", "", true],
  ["is-empty", "none", "", true],
  ["is-empty", "note", "", true],
  ["is-empty", "empty", "", true],
  ["is-empty", "country", "", false],
  ["is-empty", "constructor", "", true],
  ["is-filled", "cart", "", true],
  ["is-filled", "vip", "", true],
  ["is-filled", "note", "", false],
  ["more", "total", "59.89", true],
  ["more", "total", "59.9", false],
  ["more", "cart.total", "9", true],
  ["more", "country", "9", false],
  ["more", "missing", "-1", false],
  ["less", "items.price", "21", true],
  ["less", "total", "59.9", false],
  ["before", "renewal", "2026-03-02", true],
  ["before", "renewal", "2026-03-01", false],
  ["after", "renewal", "2026-02-28", true],
  // By the day it is written with.
  ["after", "bookedAt", "2026-03-01", false],
  ["before", "bookedAt", "2026-03-02", true],
  ["before", "total", "2026-03-02", false],
  ["after", "missing", "2026-03-02", false],
])("%s", (is, property, value, fits) => {
  test(`${property} ${is} ${value}: ${fits}`, () => {
    expect(fitsAll([propertyFilter.parse({ property, is, value })], cart)).toBe(fits);
  });
});

test("all of them must hold, and none asks for nothing", () => {
  const at = propertyFilter.parse({ property: "country", value: "AT" });
  const dear = propertyFilter.parse({ property: "total", is: "more", value: "100" });
  expect(fitsAll([], {})).toBe(true);
  expect(fitsAll([at], cart)).toBe(true);
  expect(fitsAll([at, dear], cart)).toBe(false);
});

test("whatever stands there is compared, and opposites are opposites", () => {
  const opposites: [Operator, Operator][] = [
    ["is", "is-not"],
    ["contains", "contains-not"],
    ["is-filled", "is-empty"],
  ];
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), fc.string(), (any, path, value) => {
      const found = valuesAt(any as Record<string, JsonValue>, path);
      for (const is of OPERATORS) expect(typeof compares({ is, value }, found)).toBe("boolean");
      for (const [one, other] of opposites) {
        expect(compares({ is: one, value }, found)).toBe(!compares({ is: other, value }, found));
      }
    }),
  );
});

test("filters are said in words", () => {
  const filters = propertyFilters.parse([
    { property: "cart.total", is: "more", value: "50" },
    { property: "renewal", is: "before", value: "2026-03-01" },
    { property: "coupon", is: "is-empty" },
  ]);
  expect(sayFilters(filters)).toBe(
    "“cart.total” is more than 50 and “renewal” is before 1 Mar 2026 and “coupon” is empty",
  );
});

test.each<[object, string[]]>([
  [{}, ["Name the property that is compared, for example cart.total."]],
  [{ property: "a" }, ["Say what “a” is compared with."]],
  [{ property: "a", is: "is-empty" }, []],
  [{ property: "a", value: "x" }, []],
  [{ property: "a", is: "more", value: "x" }, ["“a” is compared as a number. Write one, for example 50."]],
  [{ property: "a", is: "more", value: "5" }, []],
  [{ property: "a", is: "after", value: "5" }, ["“a” is compared as a date. Choose one."]],
  [{ property: "a", is: "after", value: "2026-03-01" }, []],
])("%j is finished but for %j", (filter, issues) => {
  expect(filterIssues([propertyFilter.parse(filter)])).toEqual(issues);
});

test("what is too much or unknown is refused", () => {
  expect(propertyFilters.safeParse(Array.from({ length: 6 }, () => ({}))).success).toBe(false);
  expect(propertyFilter.safeParse({ property: "a", operator: "is" }).success).toBe(false);
  expect(propertyFilter.safeParse({ property: "a".repeat(201) }).success).toBe(false);
});
