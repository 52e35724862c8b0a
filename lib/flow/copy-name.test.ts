import fc from "fast-check";
import { expect, test } from "vitest";
import { copyName, LONGEST_NAME } from "./copy-name";

test.each([
  ["Welcome", "Welcome (copy)"],
  ["Welcome (copy)", "Welcome (copy 2)"],
  ["Welcome (copy 9)", "Welcome (copy 10)"],
  ["Welcome (copy 99999)", "Welcome (copy 99999) (copy)"],
  ["(copy)", "(copy) (copy)"],
  ["x".repeat(120), `${"x".repeat(113)} (copy)`],
  [`${"x".repeat(112)}👩‍👩‍👧 and more`, `${"x".repeat(112)} (copy)`],
  [`${"x".repeat(112)} (copy 9)`, `${"x".repeat(110)} (copy 10)`],
])("a copy of “%s”", (name, copy) => {
  expect(copyName(name, new Set())).toBe(copy);
});

test("a name that somebody has already is passed over", () => {
  expect(copyName("Welcome", new Set(["Welcome (copy)", "Welcome (copy 2)"]))).toBe("Welcome (copy 3)");
});

test("every copy of a copy has another name, within the cap and well formed", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: LONGEST_NAME }), (name) => {
      fc.pre(name.length <= LONGEST_NAME);
      const first = copyName(name, new Set());
      const second = copyName(first, new Set());
      expect(new Set([name, first, second]).size).toBe(3);
      for (const copy of [first, second]) {
        expect(copy.length).toBeLessThanOrEqual(LONGEST_NAME);
        expect(copy.isWellFormed()).toBe(true);
      }
    }),
  );
});
