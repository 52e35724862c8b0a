import fc from "fast-check";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Few different lengths, so that waits of different branches end in the same millisecond. */
export const length = fc.oneof(
  { weight: 3, arbitrary: fc.constant(HOUR) },
  { weight: 3, arbitrary: fc.constant(DAY) },
  { weight: 3, arbitrary: fc.constantFrom(SECOND, MINUTE, 2 * DAY, 3 * DAY, 10 * DAY) },
  { weight: 1, arbitrary: fc.integer({ min: SECOND, max: 10 * DAY }) },
);
export const lengthOrNone = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: length },
);
