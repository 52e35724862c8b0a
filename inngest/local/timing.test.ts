import { describe, expect, test } from "vitest";
import { retryAt } from "./backoff";
import { instantOf } from "./duration";

const now = Date.parse("2026-11-22T08:43:00.000Z");
const second = 1000;
const hour = 3_600_000;

describe("the instant that a text means", () => {
  test.each([
    ["1s", now + second],
    ["1w2d3h4m5s", now + (((7 + 2) * 24 + 3) * 3600 + 4 * 60 + 5) * second],
    ["", now],
    ["2026-11-22T09:00:00.250Z", Date.parse("2026-11-22T09:00:00.250Z")],
    ["2020-01-01T00:00:00.000Z", Date.parse("2020-01-01T00:00:00.000Z")],
    ["9999d", now + 366 * 24 * hour],
    ["soon", undefined],
    ["5 minutes", undefined],
  ])("%j", (text, at) => expect(instantOf(text, now)).toBe(at));
});

describe("the next attempt", () => {
  test.each([
    [0, 15 * second],
    [1, 30 * second],
    [4, 300 * second],
    [9, 2 * hour],
    [19, 2 * hour],
  ])("after attempt %i comes by the table, plus up to 30 s", (attempt, wait) => {
    expect(retryAt(attempt, null, now, () => 0)).toBe(now + wait);
    expect(retryAt(attempt, null, now, () => 0.999)).toBeLessThan(now + wait + 30 * second);
  });

  test.each([
    ["2", 2 * second],
    ["0", second],
    ["999999", 24 * hour],
    ["2026-11-22T08:44:00.000Z", 60 * second],
    ["2020-01-01T00:00:00.000Z", second],
  ])("comes when retry-after %s says, between a second and a day", (retryAfter, wait) => {
    expect(retryAt(0, retryAfter, now)).toBe(now + wait);
  });

  test("comes by the table if retry-after says nothing", () => {
    expect(retryAt(0, "later", now, () => 0)).toBe(now + 15 * second);
  });
});
