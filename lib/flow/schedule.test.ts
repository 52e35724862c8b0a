import { expect, test } from "vitest";
import { nextAfter, nextOccurrence } from "./schedule";

const next = (schedule: Parameters<typeof nextOccurrence>[0], zone: string, now: string) => {
  const at = nextOccurrence(schedule, zone, Date.parse(now));
  return at === null ? null : new Date(at).toISOString();
};
const weekly = (...weekdays: (1 | 2 | 3 | 4 | 5 | 6 | 7)[]) => ({
  every: "week" as const,
  weekdays,
  time: "09:00",
});

test("once: until it has come", () => {
  const once = { every: "once" as const, date: "2026-05-01", time: "09:00" };
  expect(next(once, "Europe/Vienna", "2026-05-01T06:59:59.999Z")).toBe("2026-05-01T07:00:00.000Z");
  expect(next(once, "Europe/Vienna", "2026-05-01T07:00:00Z")).toBeNull();
});

test("every week: the next of the days, never the moment itself", () => {
  // 2 March 2026 is a Monday.
  expect(next(weekly(1, 4), "UTC", "2026-03-02T08:59:59.999Z")).toBe("2026-03-02T09:00:00.000Z");
  expect(next(weekly(1, 4), "UTC", "2026-03-02T09:00:00Z")).toBe("2026-03-05T09:00:00.000Z");
  expect(next(weekly(1), "UTC", "2026-03-02T09:00:00Z")).toBe("2026-03-09T09:00:00.000Z");
});

test("every week across the night when clocks change: the same time there", () => {
  expect(next(weekly(7), "Europe/Berlin", "2026-03-22T12:00:00Z")).toBe("2026-03-29T07:00:00.000Z");
  expect(next(weekly(7), "Europe/Berlin", "2026-03-29T12:00:00Z")).toBe("2026-04-05T07:00:00.000Z");
});

test("every month: day 31 is the last day of a shorter one, also 29 February", () => {
  const last = { every: "month" as const, day: 31, time: "09:00" };
  const days: (string | null)[] = [];
  let now = "2028-01-01T00:00:00Z";
  for (let n = 0; n < 4; n++) {
    const at = next(last, "UTC", now);
    days.push(at?.slice(0, 10) ?? null);
    now = at ?? now;
  }
  expect(days).toEqual(["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]);
});

test("no day comes twice, and none is left out, when the workspace's clock is changed around a moment", () => {
  const daily = weekly(1, 2, 3, 4, 5, 6, 7);
  const after = (schedule: Parameters<typeof nextAfter>[0], zone: string, called: string) => {
    const at = nextAfter(schedule, zone, Date.parse(called), Date.parse(called) + 2_000);
    return at === null ? null : new Date(at).toISOString();
  };
  // 09:00 on Monday, 2 March 2026, by the clock there was; the zone is the one there is now.
  const berlin = "2026-03-02T08:00:00Z";
  expect(after(weekly(1), "Europe/Berlin", berlin)).toBe("2026-03-09T08:00:00.000Z");
  expect(after(weekly(1), "America/New_York", berlin)).toBe("2026-03-09T13:00:00.000Z");
  expect(after(daily, "America/New_York", berlin)).toBe("2026-03-03T14:00:00.000Z");
  expect(after(daily, "Europe/Berlin", "2026-03-02T14:00:00Z"), "from New York").toBe(
    "2026-03-03T08:00:00.000Z",
  );
  expect(after(daily, "Pacific/Honolulu", "2026-03-02T00:00:00Z"), "from Tokyo").toBe(
    "2026-03-03T19:00:00.000Z",
  );
  expect(after(daily, "Pacific/Honolulu", "2026-03-01T20:00:00Z"), "from Auckland").toBe(
    "2026-03-03T19:00:00.000Z",
  );
  expect(after(daily, "Asia/Tokyo", "2026-03-02T19:00:00Z"), "from Honolulu").toBe(
    "2026-03-03T00:00:00.000Z",
  );
  const once = { every: "once" as const, date: "2026-03-02", time: "09:00" };
  expect(after(once, "America/New_York", berlin)).toBeNull();
  // 02:30 is left out in the night of 29 March: it comes at 03:00, and the next day as ever.
  const night = { ...daily, time: "02:30" };
  expect(after(night, "Europe/Berlin", "2026-03-29T01:00:00Z")).toBe("2026-03-30T00:30:00.000Z");
});
