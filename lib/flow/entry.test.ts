import { describe, expect, test } from "vitest";
import type { JsonValue } from "@/lib/json";
import { entryKey, mayEnter, NEVER_BEFORE, sayRefusal } from "./entry";
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

describe("who may enter", () => {
  const DAY = 86_400_000;
  const now = 100 * DAY;
  const tripsSo = (lastAt: number | null, inside = false, ordinal = 0) => ({ lastAt, inside, ordinal });

  test("once: whoever has never been in it, by whatever rule", () => {
    expect(mayEnter({ rule: "once" }, fact({}), NEVER_BEFORE, now)).toEqual({ key: "once:" });
    expect(mayEnter({ rule: "once" }, fact({}), tripsSo(1, false, 3), now)).toEqual({
      refused: { why: "once" },
    });
  });

  test("after the end: each time under the next ordinal, never twice at the same time", () => {
    const rule = { rule: "after-end" as const };
    expect(mayEnter(rule, fact({}), NEVER_BEFORE, now)).toEqual({ key: "n:1" });
    expect(mayEnter(rule, fact({}), tripsSo(1, true, 1), now)).toEqual({ refused: { why: "inside" } });
    expect(mayEnter(rule, fact({}), tripsSo(now, false, 4), now)).toEqual({ key: "n:5" });
  });

  test("after days: to the millisecond, counted from the last entry", () => {
    const rule = { rule: "after-days" as const, days: 30 };
    const until = now;
    expect(mayEnter(rule, fact({}), tripsSo(now - 30 * DAY, false, 1), now - 1)).toEqual({
      refused: { why: "too-soon", days: 30, until },
    });
    expect(mayEnter(rule, fact({}), tripsSo(now - 30 * DAY, false, 1), now)).toEqual({ key: "n:2" });
    expect(mayEnter(rule, fact({}), tripsSo(now - 90 * DAY, true, 1), now)).toEqual({
      refused: { why: "inside" },
    });
  });

  test("after days, by the calendar: an hour of summer time costs nobody their turn, and what is told is the day", () => {
    const rule = { rule: "after-days" as const, days: 7 };
    const came = { ...fact({}), name: "schedule.came" };
    const weekAgo = tripsSo(now - 7 * DAY + DAY / 24, false, 1);
    expect(mayEnter(rule, fact({}), weekAgo, now)).toMatchObject({ refused: { why: "too-soon" } });
    expect(mayEnter(rule, came, weekAgo, now)).toEqual({ key: "n:2" });
    expect(mayEnter(rule, came, tripsSo(now - 6 * DAY, false, 1), now)).toEqual({
      refused: { why: "too-soon", days: 7, until: now + DAY },
    });
  });

  test("per key: side by side, and not without one", () => {
    expect(mayEnter(perKey("cartId"), fact({ cartId: "c1" }), tripsSo(1, true), now)).toEqual({
      key: "key:c1",
    });
    expect(mayEnter(perKey("cartId"), fact({}), NEVER_BEFORE, now)).toEqual({
      refused: { why: "no-key", property: "cartId" },
    });
  });

  test("every refusal is a sentence", () => {
    const said = (refusal: Parameters<typeof sayRefusal>[0]) => sayRefusal(refusal, () => "tomorrow 09:00");
    expect(said({ why: "too-soon", days: 1, until: 0 })).toBe(
      "They may enter this funnel again a day after they last entered: tomorrow 09:00.",
    );
    expect(said({ why: "no-key", property: "cartId" })).toContain("“cartId”");
  });
});
