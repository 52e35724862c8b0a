import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { currency, decimals, minorUnits, sayMoney } from "./money";

const said = (schema: typeof currency | typeof minorUnits, input: unknown) =>
  schema.safeParse(input).error?.issues.map((issue) => issue.message) ?? [];

test.each([
  ["EUR", 2, 4_990, "€49.90"],
  ["EUR", 2, 0, "€0.00"],
  ["EUR", 2, 5, "€0.05"],
  ["USD", 2, 123_456_789, "$1,234,567.89"],
  ["JPY", 0, 4_990, "¥4,990"],
  ["KWD", 3, 4_990, "KWD 4.990"],
  ["KWD", 3, 1, "KWD 0.001"],
])("%s has %i decimals: %i minor units are %s", (code, digits, minor, text) => {
  expect(decimals(code)).toBe(digits);
  expect(sayMoney(minor, code).replace("\u00a0", " ")).toBe(text);
});

describe("what is sent as an amount", () => {
  test.each([0, 1, 4_990, 1e12])("%d is let in", (value) => {
    expect(said(minorUnits, value)).toEqual([]);
  });

  test.each<[unknown, string]>([
    [49.9, "Send the value in minor units, as a whole number: 49.90 EUR is 4990."],
    [-1, "Send a value from 0 to 1,000,000,000,000."],
    [1e12 + 1, "Send a value from 0 to 1,000,000,000,000."],
  ])("%d gets a sentence", (value, sentence) => {
    expect(said(minorUnits, value)).toContain(sentence);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, "4990", null, undefined, 1n])("%s is refused", (value) => {
    expect(said(minorUnits, value)).not.toEqual([]);
  });

  test("no amount that is let in is rounded when it is said", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.constantFrom("EUR", "JPY", "KWD"), (minor, code) => {
        expect(minorUnits.parse(minor)).toBe(minor);
        expect(Number(sayMoney(minor, code).replace(/\D/g, ""))).toBe(minor);
      }),
    );
  });
});

test.each(["EUR", "JPY", "KWD", "CHF"])("%s is a currency", (code) => {
  expect(said(currency, code)).toEqual([]);
});

test.each(["eur", "EURO", "€", "", "E R", "XXZ", "__proto__", null])(
  "%s is none, with a sentence",
  (code) => {
    expect(said(currency, code).length).toBeGreaterThan(0);
  },
);
