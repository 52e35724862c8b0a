import { expect, test } from "vitest";
import type { JsonValue } from "@/lib/json";
import { entryKey } from "./entry";
import type { Fact } from "./world";

const fact = (properties: Record<string, JsonValue>): Fact => ({
  id: "e1",
  name: "cart.updated",
  at: 0,
  visibleAt: 0,
  value: null,
  currency: null,
  properties,
});
const perKey = (property: string) => ({ rule: "per-key" as const, property });

test("once: every event has the same key", () => {
  expect(entryKey({ rule: "once" }, fact({}))).toBe("once:");
  expect(entryKey({ rule: "once" }, fact({ cartId: "c1" }))).toBe("once:");
});

test.each<[JsonValue, string | null]>([
  ["c1", "key:c1"],
  ["  c1\n", "key:c1"],
  [17, "key:17"],
  ["17", "key:17"],
  [0, "key:0"],
  [false, "key:false"],
  ["🛒".repeat(100), `key:${"🛒".repeat(100)}`],
  ["", null],
  ["   ", null],
  ["x".repeat(200), `key:${"x".repeat(200)}`],
  ["x".repeat(201), null],
  ["a\0b", null],
  [null, null],
  [["c1"], null],
  [{ id: "c1" }, null],
])("per key: %j gives %j", (value, key) => {
  expect(entryKey(perKey("cartId"), fact({ cartId: value }))).toBe(key);
});

test("a property the event lacks gives no key, also where every object has one of that name", () => {
  expect(entryKey(perKey("cartId"), fact({ cart: "c1" }))).toBeNull();
  expect(entryKey(perKey("constructor"), fact({}))).toBeNull();
  expect(entryKey(perKey("__proto__"), fact({}))).toBeNull();
});

test("a key cannot be taken for another rule's", () => {
  expect(entryKey(perKey("cartId"), fact({ cartId: "once:" }))).toBe("key:once:");
});
