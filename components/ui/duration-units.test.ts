import fc from "fast-check";
import { expect, test } from "vitest";
import { type DurationUnit, durationFromText, durationText, fittingUnit, unitMs } from "./duration-units";

const units: DurationUnit[] = ["minutes", "hours", "days"];

test("shows a length in the largest unit in which it is whole", () => {
  const hour = unitMs.hours;
  expect([48 * hour, 36 * hour, hour / 2, 1000, 0].map((ms) => fittingUnit(ms, units))).toEqual([
    "days",
    "hours",
    "minutes",
    "minutes",
    "days",
  ]);
});

test("reads a number with a point or a comma, and nothing else", () => {
  expect(durationFromText(" 1,5 ", "hours")).toBe(5_400_000);
  expect(durationFromText("2", "days")).toBe(172_800_000);
  expect(["", "-1", "1e3", "two", "1.2.3"].map((text) => durationFromText(text, "hours"))).toEqual(
    Array(5).fill(null),
  );
});

test("a length shown in its unit is read back as the same length", () => {
  fc.assert(
    fc.property(fc.constantFrom(...units), fc.integer({ min: 1, max: 9000 }), (unit, count) => {
      const ms = count * unitMs[unit];
      const shown = fittingUnit(ms, units);
      expect(durationFromText(durationText(ms, shown), shown)).toBe(ms);
    }),
  );
});
