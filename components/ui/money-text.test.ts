import fc from "fast-check";
import { expect, test } from "vitest";
import { currencySign, minorDigits, moneyText, parseMoney } from "./money-text";

test("knows how many decimals a currency has, and its sign", () => {
  expect(["EUR", "JPY", "KWD", "?"].map(minorDigits)).toEqual([2, 0, 3, 2]);
  expect(["EUR", "CHF"].map(currencySign)).toEqual(["€", "CHF"]);
});

test.each([
  ["49", 2, 4900],
  ["49,5", 2, 4950],
  ["1,234.50", 2, 123_450],
  ["1.234,50", 2, 123_450],
  ["1'234.50", 2, 123_450],
  ["1 234 567", 2, 123_456_700],
  ["1.234", 2, 123_400],
  ["1,234", 0, 1234],
  ["1.2", 0, null],
  ["12.3456", 2, null],
  ["-5", 2, null],
  ["free", 2, null],
  ["", 2, null],
  ["99999999999999999", 2, null],
])("reads %j with %i decimals as %j", (text, digits, minor) => {
  expect(parseMoney(text, digits)).toBe(minor);
});

test("what is shown is read back as the same amount", () => {
  const amount = fc.integer({ min: 0, max: 1_000_000_000_000 });
  fc.assert(
    fc.property(amount, fc.constantFrom(0, 2, 3), (minor, digits) => {
      expect(parseMoney(moneyText(minor, digits), digits)).toBe(minor);
    }),
  );
});
