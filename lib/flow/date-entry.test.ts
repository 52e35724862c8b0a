import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { comesOn, dateInField, entryEnds, entryMoment, inYear, nextEntry, occasionOf } from "./date-entry";

const at = (text: string) => Date.parse(text);
const iso = (instant: number | undefined) => (instant === undefined ? null : new Date(instant).toISOString());
const birthday = { yearly: true, days: 0, time: "09:00" };
const next = (way: typeof birthday, date: string, zone: string, now: string, after?: string) => {
  const planned = nextEntry(way, date, zone, { now: at(now), after: after ?? null });
  return planned && [iso(planned.at), planned.date];
};

test.each([
  ["1990-03-31", "1990-03-31"],
  [" 1890-01-01 ", "1890-01-01"],
  ["2026-03-31T23:30:00+02:00", "2026-03-31"],
  ["1990-02-30", null],
  ["31.3.1990", null],
  ["1990-3-31", null],
  ["0990-03-31", null],
  [19_900_331, null],
  [null, null],
  [undefined, null],
])("what stands in a field: %j is %j", (value, day) => {
  expect(dateInField(value)).toBe(day);
});

describe("29 February", () => {
  test("is 28 February in a year without one, and itself in a year with one", () => {
    expect([2023, 2024, 2025, 2028, 2100].map((year) => inYear("2000-02-29", year))).toEqual([
      "2023-02-28",
      "2024-02-29",
      "2025-02-28",
      "2028-02-29",
      "2100-02-28",
    ]);
    expect(comesOn(birthday, "2000-02-29", "2025-02-28")).toBe(true);
    expect(comesOn(birthday, "2000-02-29", "2024-02-28")).toBe(false);
  });

  test("comes once in every year of ten, in order", () => {
    const days: string[] = [];
    let now = at("2023-01-01T00:00:00Z");
    let after: string | null = null;
    for (let n = 0; n < 10; n++) {
      const planned = nextEntry(birthday, "2000-02-29", "Europe/Vienna", { now, after });
      if (!planned) break;
      days.push(planned.date);
      now = planned.at;
      after = planned.date;
    }
    expect(new Set(days.map((day) => day.slice(0, 4))).size).toBe(10);
    expect(days[0]).toBe("2023-02-28");
    expect(days[1]).toBe("2024-02-29");
  });
});

describe("when they enter", () => {
  test("on the day, by their own clock", () => {
    expect(next(birthday, "1990-03-02", "Asia/Tokyo", "2026-03-01T00:00:00Z")).toEqual([
      "2026-03-02T00:00:00.000Z",
      "2026-03-02",
    ]);
    expect(next(birthday, "1990-03-02", "America/New_York", "2026-03-01T00:00:00Z")).toEqual([
      "2026-03-02T14:00:00.000Z",
      "2026-03-02",
    ]);
  });

  test("later on that day at once, on the day after not before next year", () => {
    expect(next(birthday, "1990-03-02", "UTC", "2026-03-02T23:59:59.999Z")?.[0]).toBe(
      "2026-03-02T23:59:59.999Z",
    );
    expect(next(birthday, "1990-03-02", "UTC", "2026-03-03T00:00:00Z")?.[1]).toBe("2027-03-02");
  });

  test("two weeks before a renewal; who comes within these weeks enters at once, up to the day itself", () => {
    const renewal = { yearly: false, days: -14, time: "09:00" };
    expect(next(renewal, "2026-06-15", "UTC", "2026-05-01T00:00:00Z")).toEqual([
      "2026-06-01T09:00:00.000Z",
      "2026-06-15",
    ]);
    expect(next(renewal, "2026-06-15", "UTC", "2026-06-10T12:00:00Z")?.[0]).toBe("2026-06-10T12:00:00.000Z");
    expect(next(renewal, "2026-06-15", "UTC", "2026-06-15T23:00:00Z")?.[0]).toBe("2026-06-15T23:00:00.000Z");
    expect(next(renewal, "2026-06-15", "UTC", "2026-06-16T00:00:00Z")).toBeNull();
  });

  test("ten days after a date of late December is in the next year, for the year of the date", () => {
    const after = { yearly: true, days: 10, time: "09:00" };
    expect(next(after, "1990-12-28", "UTC", "2026-01-03T00:00:00Z")).toEqual([
      "2026-01-07T09:00:00.000Z",
      "2025-12-28",
    ]);
    expect(occasionOf(after, "2025-12-28")).toBe("2025");
  });

  test("a yearly date that lies ahead comes first on the day itself", () => {
    expect(next(birthday, "2029-05-01", "UTC", "2026-03-02T00:00:00Z")?.[1]).toBe("2029-05-01");
  });

  test("where the clocks skip the time, at the first moment after", () => {
    const night = { yearly: true, days: 0, time: "02:30" };
    expect(next(night, "1990-03-29", "Europe/Berlin", "2026-03-01T00:00:00Z")?.[0]).toBe(
      "2026-03-29T01:00:00.000Z",
    );
  });
});

test("whatever the date, the offset and the zone: never in the past, within its window, once a year, and never none", () => {
  const day = fc
    .date({ min: new Date("1900-01-01"), max: new Date("2030-12-31"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(
      day,
      fc.record({
        yearly: fc.constant(true),
        days: fc.integer({ min: -365, max: 365 }),
        time: fc.constantFrom("00:00", "02:30", "23:59"),
      }),
      fc.constantFrom("UTC", "Pacific/Kiritimati", "America/New_York", "Australia/Lord_Howe"),
      fc.integer({ min: at("2024-01-01T00:00:00Z"), max: at("2032-01-01T00:00:00Z") }),
      (date, way, zone, start) => {
        const seen = new Set<string>();
        let now = start;
        let after: string | null = null;
        for (let n = 0; n < 4; n++) {
          const planned = nextEntry(way, date, zone, { now, after });
          expect(planned).not.toBeNull();
          if (!planned) return;
          expect(planned.at).toBeGreaterThanOrEqual(now);
          expect(planned.at).toBeLessThan(entryEnds(way, planned.date, zone));
          expect(planned.at).toBe(Math.max(now, entryMoment(way, planned.date, zone)));
          expect(comesOn(way, date, planned.date)).toBe(true);
          expect(seen.has(occasionOf(way, planned.date))).toBe(false);
          seen.add(occasionOf(way, planned.date));
          now = planned.at;
          after = planned.date;
        }
      },
    ),
  );
});
