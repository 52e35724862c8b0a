import fc from "fast-check";
import { expect, test } from "vitest";
import { sayDuration } from "./duration";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [0, "0 seconds"],
  [499, "0 seconds"],
  [SECOND, "1 second"],
  [5 * SECOND, "5 seconds"],
  [59_999, "1 minute"],
  [MINUTE, "1 minute"],
  [90 * SECOND, "1 minute 30 seconds"],
  [HOUR, "1 hour"],
  [36 * HOUR, "1 day 12 hours"],
  [2 * DAY, "2 days"],
  [365 * DAY, "365 days"],
  [DAY + MINUTE, "1 day 1 minute"],
])("%i ms are %s", (ms, text) => {
  expect(sayDuration(ms)).toBe(text);
});

test("at most two units are said, and no more than there is", () => {
  const units: Record<string, number> = { second: SECOND, minute: MINUTE, hour: HOUR, day: DAY };
  fc.assert(
    fc.property(fc.integer({ min: SECOND, max: 365 * DAY }), (ms) => {
      const words = sayDuration(ms).split(" ");
      expect([2, 4]).toContain(words.length);
      let said = 0;
      for (let at = 0; at < words.length; at += 2) {
        said += Number(words[at]) * (units[words[at + 1]?.replace(/s$/, "") ?? ""] ?? Number.NaN);
      }
      const rounded = Math.round(ms / SECOND) * SECOND;
      expect(said).toBeLessThanOrEqual(rounded);
      // What is left out is smaller than the last unit that could have been said after the first.
      expect(rounded - said).toBeLessThan(rounded >= DAY ? HOUR : rounded >= HOUR ? MINUTE : SECOND);
    }),
  );
});
