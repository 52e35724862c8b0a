import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isStorable, properties, unstorable } from "./json";

const accepts = (input: unknown) => properties.safeParse(input).success;
const nested = (depth: number): unknown => (depth === 0 ? "leaf" : { inner: nested(depth - 1) });

test("properties are kept as they were sent", () => {
  const sent = {
    cartId: "c1",
    total: 49.9,
    paid: false,
    note: null,
    items: [{ sku: "a", quantity: 2, tags: ["x", "y"] }, "b"],
    日本語: "値段 🎁",
  };
  expect(properties.parse(sent)).toEqual(sent);
  expect(properties.parse({})).toEqual({});
});

describe("properties that are refused", () => {
  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a list", []],
    ["a text", "a=1"],
    ["an empty name", { "": 1 }],
    ["a name too long", { ["x".repeat(101)]: 1 }],
    ["the name constructor", { constructor: 1 }],
    ["the name prototype, inside", { a: { b: { prototype: 1 } } }],
    ["a text too long", { a: "x".repeat(10_001) }],
    ["a list too long", { a: Array(1_001).fill(1) }],
    ["more than 100 names", Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`n${at}`, at]))],
    ["six levels", nested(6)],
    ["NUL in a text", { a: "b\0c" }],
    ["NUL in a name", { "a\0b": 1 }],
    ["half a surrogate pair", { a: ["\ud83d"] }],
    ["infinity", { a: Number.POSITIVE_INFINITY }],
    ["no number", { a: Number.NaN }],
    ["a date", { a: new Date(0) }],
    ["a function", { a: () => 1 }],
    ["a big integer", { a: 1n }],
  ])("%s", (_, input) => {
    expect(accepts(input)).toBe(false);
  });

  test("five levels and a hundred names are let in", () => {
    expect(accepts(nested(5))).toBe(true);
    expect(accepts(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`n${at}`, at])))).toBe(true);
  });

  test("nesting of any depth is answered, not thrown", () => {
    expect(accepts(nested(3_000))).toBe(false);
    expect(accepts({ a: JSON.parse(`${"[".repeat(5_000)}${"]".repeat(5_000)}`) })).toBe(false);
  });
});

test("the name __proto__ is left out, at every level", () => {
  const sent = JSON.parse('{"a":1,"__proto__":{"admin":true},"b":[{"__proto__":{"admin":true},"c":2}]}');
  const parsed = properties.parse(sent);
  expect(JSON.stringify(parsed)).toBe('{"a":1,"b":[{"c":2}]}');
  expect(parsed.admin).toBeUndefined();
});

test("whatever is let in can be kept by PostgreSQL and read again", () => {
  fc.assert(
    fc.property(fc.object({ maxDepth: 4, withBigInt: true, withDate: true }), (input) => {
      const parsed = properties.safeParse(input);
      if (!parsed.success) return;
      expect(unstorable(parsed.data)).toBeNull();
      expect(JSON.parse(JSON.stringify(parsed.data))).toEqual(parsed.data);
    }),
    { numRuns: 300 },
  );
});

test("what PostgreSQL cannot keep is found wherever it hides", () => {
  expect(isStorable("Grüße 🎁")).toBe(true);
  expect(isStorable("\0")).toBe(false);
  expect(isStorable("\udc00")).toBe(false);
  expect(unstorable({ a: [1, null, { b: "fine" }] })).toBeNull();
  expect(unstorable({ a: [1, null, { b: "\ud800" }] })).toMatch(/cannot be kept/);
});
