import fc from "fast-check";
import { expect, test } from "vitest";
import { cut, each, end, harmless, otherwise, placeholder, when } from "./tokens";

const odd = ["\uFDD0", "\uFDD1", "\uFDEF", "\ud83d", "\u202e", "|", "?", ";"];
const spelled = [placeholder("pixel"), when("unsubscribe"), each(0), otherwise, end, placeholder("merge:0")];

test("no text can spell a placeholder once it is harmless", () => {
  const hostile = fc
    .array(fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom(...odd, ...spelled)))
    .map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(hostile, (text) => {
      const left = harmless(text);
      expect(cut(left)).toEqual(left ? [left] : []);
      expect(harmless(left)).toBe(left);
    }),
  );
});

test("ordinary writing in any script stays as it is", () => {
  for (const text of ["Grüße, 山田 👩‍👩‍👧 שלום", "tab\tand\nline", "{{ contact.name }} $x %s <b>"]) {
    expect(harmless(text)).toBe(text);
  }
});

test("half an emoji, controls and direction overrides go", () => {
  expect(harmless("a\ud83d")).toBe("a\ufffd");
  expect(harmless("a\u0000\u0007\r\u202eb")).toBe("ab");
});

test("conditions nest and every branch keeps its own pieces", () => {
  const text = `a${when("pixel")}b${placeholder("pixel")}${when("address")}c${end}${otherwise}d${end}e`;
  expect(cut(text)).toEqual([
    "a",
    {
      when: "pixel",
      shown: ["b", { place: "pixel" }, { when: "address", shown: ["c"], instead: [] }],
      instead: ["d"],
    },
    "e",
  ]);
});

test("what is repeated keeps its own pieces, conditions among them", () => {
  const text = `a${each(1)}b${when("picture:0")}c${otherwise}d${end}${end}e`;
  expect(cut(text)).toEqual([
    "a",
    { each: 1, shown: ["b", { when: "picture:0", shown: ["c"], instead: ["d"] }] },
    "e",
  ]);
});

test("marks that do not pair are a bug of the compiler", () => {
  expect(() => cut(end)).toThrow();
  expect(() => cut(when("pixel"))).toThrow();
  expect(() => cut(each(0))).toThrow();
  expect(() => cut(each(0) + otherwise + end)).toThrow();
  expect(() => cut(otherwise)).toThrow();
});
