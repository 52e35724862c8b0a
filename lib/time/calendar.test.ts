import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  DAY,
  dateOnWall,
  dayOf,
  firstShown,
  onWall,
  shown,
  weekdayOf as weekdayThere,
} from "@/tests/reference/clock";
import {
  calendarDate,
  dateIn,
  daysAfter,
  momentAfterDays,
  momentIn,
  nextMoment,
  timeIn,
  timeOfDay,
  type Weekday,
  weekdayOf,
} from "./calendar";

const iso = (at: number) => new Date(at).toISOString().replace(".000Z", "Z");
const at = (text: string) => Date.parse(text);
const EVERY_DAY: Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const WORKING_DAYS: Weekday[] = [1, 2, 3, 4, 5];

describe("a local time is one moment", () => {
  test.each([
    // An ordinary day, and the days on which the clocks change.
    ["Europe/Berlin", "2026-01-15", "09:00", "2026-01-15T08:00:00Z"],
    ["Europe/Berlin", "2026-03-29", "01:59", "2026-03-29T00:59:00Z"],
    ["Europe/Berlin", "2026-03-29", "02:00", "2026-03-29T01:00:00Z"],
    ["Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:00:00Z"],
    ["Europe/Berlin", "2026-03-29", "03:00", "2026-03-29T01:00:00Z"],
    ["Europe/Berlin", "2026-03-29", "09:00", "2026-03-29T07:00:00Z"],
    ["Europe/Berlin", "2026-10-25", "01:59", "2026-10-24T23:59:00Z"],
    ["Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30:00Z"],
    ["Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T02:00:00Z"],
    ["Europe/London", "2026-03-29", "01:15", "2026-03-29T01:00:00Z"],
    ["America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00:00Z"],
    ["America/New_York", "2026-03-08", "09:00", "2026-03-08T13:00:00Z"],
    ["America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z"],
    ["America/New_York", "2026-11-01", "02:00", "2026-11-01T07:00:00Z"],
    // Half an hour, on Lord Howe.
    ["Australia/Lord_Howe", "2026-10-04", "02:00", "2026-10-03T15:30:00Z"],
    ["Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30:00Z"],
    ["Australia/Lord_Howe", "2026-10-04", "02:30", "2026-10-03T15:30:00Z"],
    ["Australia/Lord_Howe", "2026-04-05", "01:30", "2026-04-04T14:30:00Z"],
    ["Australia/Lord_Howe", "2026-04-05", "01:59", "2026-04-04T14:59:00Z"],
    ["Australia/Lord_Howe", "2026-04-05", "02:00", "2026-04-04T15:30:00Z"],
    // At midnight, in Cairo and Santiago.
    ["Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00:00Z"],
    ["Africa/Cairo", "2026-04-24", "00:30", "2026-04-23T22:00:00Z"],
    ["Africa/Cairo", "2026-10-29", "23:30", "2026-10-29T20:30:00Z"],
    ["Africa/Cairo", "2026-10-30", "00:00", "2026-10-29T22:00:00Z"],
    ["America/Santiago", "2026-09-06", "00:15", "2026-09-06T04:00:00Z"],
    // A whole day, on Samoa; the ends of the earth.
    ["Pacific/Apia", "2011-12-30", "09:00", "2011-12-30T10:00:00Z"],
    ["Pacific/Apia", "2011-12-31", "00:00", "2011-12-30T10:00:00Z"],
    ["Pacific/Kiritimati", "2026-06-01", "00:00", "2026-05-31T10:00:00Z"],
    ["Pacific/Pago_Pago", "2026-06-01", "23:59", "2026-06-02T10:59:00Z"],
    ["Asia/Kathmandu", "2026-06-01", "09:00", "2026-06-01T03:15:00Z"],
    // Month ends, leap days, midnights.
    ["Europe/Berlin", "2026-01-31", "23:59", "2026-01-31T22:59:00Z"],
    ["Europe/Berlin", "2027-01-01", "00:00", "2026-12-31T23:00:00Z"],
    ["Asia/Tokyo", "2028-02-29", "00:00", "2028-02-28T15:00:00Z"],
    ["America/New_York", "2028-02-29", "23:59", "2028-03-01T04:59:00Z"],
  ])("%s %s %s", (zone, date, time, moment) => {
    expect(iso(momentIn(zone, date, time))).toBe(moment);
    expect(iso(firstShown(zone, onWall(dateOnWall(date), time)))).toBe(moment);
  });
});

describe("days are counted on the calendar", () => {
  test.each([
    [
      "from late in the evening before the short night",
      "Europe/Berlin",
      "2026-03-28T22:30:00Z",
      1,
      "09:00",
      "2026-03-29T07:00:00Z",
    ],
    [
      "from early in the morning of the long night",
      "America/New_York",
      "2026-11-01T04:30:00Z",
      1,
      "09:00",
      "2026-11-02T14:00:00Z",
    ],
    [
      "over the short night of March",
      "Europe/Berlin",
      "2026-03-28T08:00:00Z",
      1,
      "09:00",
      "2026-03-29T07:00:00Z",
    ],
    [
      "over the long night of October",
      "Europe/Berlin",
      "2026-10-24T07:00:00Z",
      1,
      "09:00",
      "2026-10-25T08:00:00Z",
    ],
    ["over the end of January", "Europe/Berlin", "2026-01-31T10:00:00Z", 1, "09:00", "2026-02-01T08:00:00Z"],
    ["into a leap day", "Asia/Kathmandu", "2028-02-28T10:00:00Z", 1, "00:00", "2028-02-28T18:15:00Z"],
    [
      "past where a leap day is missing",
      "Asia/Tokyo",
      "2027-02-28T01:00:00Z",
      1,
      "12:00",
      "2027-03-01T03:00:00Z",
    ],
    ["from a leap day, a year", "Asia/Tokyo", "2028-02-29T01:00:00Z", 365, "12:00", "2029-02-28T03:00:00Z"],
    [
      "from their day, not ours",
      "Pacific/Kiritimati",
      "2026-05-31T10:00:00Z",
      1,
      "09:00",
      "2026-06-01T19:00:00Z",
    ],
    [
      "to the last minute of the same day",
      "America/New_York",
      "2026-03-01T05:00:00Z",
      0,
      "23:59",
      "2026-03-02T04:59:00Z",
    ],
    [
      "to a time that has passed",
      "America/New_York",
      "2026-03-01T20:00:00Z",
      0,
      "09:00",
      "2026-03-01T14:00:00Z",
    ],
  ])("%s", (_, zone, from, days, time, moment) => {
    expect(iso(momentAfterDays(zone, at(from), days, time))).toBe(moment);
  });
});

describe("the next such moment", () => {
  const next = (zone: string, from: string, days: number, time: string, weekdays: Weekday[]) =>
    iso(nextMoment(zone, at(from), { days, time, weekdays }));

  test.each([
    [
      "is later today",
      "Europe/Berlin",
      "2026-03-02T06:00:00Z",
      0,
      "09:00",
      EVERY_DAY,
      "2026-03-02T08:00:00Z",
    ],
    [
      "is now, to the millisecond",
      "Europe/Berlin",
      "2026-03-02T08:00:00Z",
      0,
      "09:00",
      EVERY_DAY,
      "2026-03-02T08:00:00Z",
    ],
    [
      "is tomorrow a millisecond later",
      "Europe/Berlin",
      "2026-03-02T08:00:00.001Z",
      0,
      "09:00",
      EVERY_DAY,
      "2026-03-03T08:00:00Z",
    ],
    [
      "is Monday, when Friday's has passed",
      "Europe/Berlin",
      "2026-03-06T08:00:01Z",
      0,
      "09:00",
      WORKING_DAYS,
      "2026-03-09T08:00:00Z",
    ],
    [
      "two days after Monday afternoon is Wednesday morning",
      "Europe/Berlin",
      "2026-03-02T14:00:00Z",
      2,
      "09:00",
      WORKING_DAYS,
      "2026-03-04T08:00:00Z",
    ],
    [
      "two days after Friday is Monday",
      "Europe/Berlin",
      "2026-03-06T14:00:00Z",
      2,
      "09:00",
      WORKING_DAYS,
      "2026-03-09T08:00:00Z",
    ],
    [
      "a week from today, when today's has passed",
      "Asia/Tokyo",
      "2026-03-03T03:00:00Z",
      0,
      "09:00",
      [2] as Weekday[],
      "2026-03-10T00:00:00Z",
    ],
    [
      "on the short night is when the clocks have jumped",
      "Europe/Berlin",
      "2026-03-28T12:00:00Z",
      0,
      "02:30",
      EVERY_DAY,
      "2026-03-29T01:00:00Z",
    ],
    [
      "on the long night is the first of two",
      "Europe/Berlin",
      "2026-10-24T12:00:00Z",
      0,
      "02:30",
      EVERY_DAY,
      "2026-10-25T00:30:00Z",
    ],
    [
      "in the second of two is tomorrow",
      "Europe/Berlin",
      "2026-10-25T01:10:00Z",
      0,
      "02:30",
      EVERY_DAY,
      "2026-10-26T01:30:00Z",
    ],
    [
      "keeps the hour over both nights, in New York",
      "America/New_York",
      "2026-10-31T13:30:00Z",
      1,
      "09:00",
      EVERY_DAY,
      "2026-11-01T14:00:00Z",
    ],
    [
      "follows their weekday, not ours",
      "Pacific/Kiritimati",
      "2026-03-01T11:00:00Z",
      0,
      "09:00",
      [1] as Weekday[],
      "2026-03-01T19:00:00Z",
    ],
  ])("%s", (_, zone, from, days, time, weekdays, moment) => {
    expect(next(zone, from, days, time, weekdays)).toBe(moment);
  });
});

const zones = fc.constantFrom(
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Africa/Cairo",
  "America/Santiago",
  "Pacific/Kiritimati",
  "Pacific/Apia",
  "Asia/Kathmandu",
  "America/St_Johns",
  "Africa/Casablanca",
  "UTC",
);
const two = (number: number) => String(number).padStart(2, "0");
const time = fc
  .oneof(
    fc.tuple(fc.nat(23), fc.nat(59)),
    fc.constantFrom([0, 0], [23, 59], [2, 30], [2, 0], [3, 0], [0, 30], [1, 45]),
  )
  .map(([hours = 0, minutes = 0]) => `${two(hours)}:${two(minutes)}`);
/** Around the changes of 2026 half of the time. */
const instant = fc.oneof(
  fc.integer({ min: Date.UTC(2025, 11, 1), max: Date.UTC(2028, 3, 1) }),
  fc
    .tuple(
      fc.constantFrom(
        "2026-03-08",
        "2026-03-29",
        "2026-04-05",
        "2026-04-24",
        "2026-10-04",
        "2026-10-25",
        "2026-11-01",
      ),
      fc.integer({ min: -36, max: 36 }),
      fc.constantFrom(0, 1, 60_000, 1_800_000),
    )
    .map(([day, hours, more]) => at(`${day}T00:00:00Z`) + hours * 3_600_000 + more),
);
const days = fc.oneof(fc.nat(3), fc.nat(365));
const weekdays = fc.uniqueArray(fc.constantFrom(...EVERY_DAY), { minLength: 1, maxLength: 7 });

describe("whatever the zone, the day and the hour", () => {
  test("a moment is what a clock there shows, as somebody else reads it", () => {
    fc.assert(
      fc.property(zones, instant, time, (zone, from, wanted) => {
        const date = dateIn(zone, from);
        const day = dayOf(shown(zone, from));
        expect(dateOnWall(date)).toBe(day);
        expect(weekdayOf(date)).toBe(weekdayThere(day));
        const moment = momentIn(zone, date, wanted);
        expect(moment).toBe(firstShown(zone, onWall(day, wanted)));
        expect(shown(zone, moment)).toBeGreaterThanOrEqual(onWall(day, wanted));
        expect(shown(zone, moment - 60_000)).toBeLessThan(onWall(day, wanted));
        expect(timeIn(zone, from)).toBe(new Date(shown(zone, from)).toISOString().slice(11, 16));
      }),
      { numRuns: 400 },
    );
  });

  test("days on are days of their calendar", () => {
    fc.assert(
      fc.property(zones, instant, days, time, (zone, from, after, wanted) => {
        const day = dayOf(shown(zone, from)) + after * DAY;
        expect(momentAfterDays(zone, from, after, wanted)).toBe(firstShown(zone, onWall(day, wanted)));
      }),
    );
  });

  test("a later time of a later day never comes earlier", () => {
    fc.assert(
      fc.property(zones, instant, time, time, fc.nat(2), (zone, from, one, other, more) => {
        const date = dateIn(zone, from);
        const [early, late] = [one, other].sort() as [string, string];
        expect(momentIn(zone, daysAfter(date, more), late)).toBeGreaterThanOrEqual(
          momentIn(zone, date, early),
        );
      }),
    );
  });

  test("the next moment is never before it was asked for, on an allowed day, and there is none in between", () => {
    fc.assert(
      fc.property(zones, instant, days, time, weekdays, (zone, from, after, wanted, allowed) => {
        const moment = nextMoment(zone, from, { days: after, time: wanted, weekdays: allowed });
        expect(moment).toBeGreaterThanOrEqual(from);
        expect(moment).toBeLessThanOrEqual(from + (after + 8) * DAY + 3_600_000);
        const first = dayOf(shown(zone, from)) + after * DAY;
        const candidates = Array.from({ length: 9 }, (_, more) => first + more * DAY)
          .filter((day) => allowed.includes(weekdayThere(day) as Weekday))
          .map((day) => firstShown(zone, onWall(day, wanted)))
          .filter((one) => one >= from);
        expect(moment).toBe(Math.min(...candidates));
      }),
      { numRuns: 300 },
    );
  });

  test("asked again there it stays there, and who comes later never goes earlier", () => {
    fc.assert(
      fc.property(
        zones,
        instant,
        fc.nat(3 * DAY),
        days,
        time,
        weekdays,
        (zone, from, later, after, wanted, allowed) => {
          const ask = (when: number, count: number) =>
            nextMoment(zone, when, { days: count, time: wanted, weekdays: allowed });
          const moment = ask(from, after);
          expect(ask(moment, 0)).toBe(moment);
          expect(ask(from + later, after)).toBeGreaterThanOrEqual(moment);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("at the door", () => {
  test.each([
    "2026-02-29",
    "2026-04-31",
    "2026-13-01",
    "2026-00-10",
    "26-01-01",
    "29 Feb",
    "",
    "1969-12-31",
    "3000-01-01",
    "2026-1-1",
  ])("%j is no date", (text) => {
    expect(calendarDate.safeParse(text).error?.issues[0]?.message).toMatch(/a day that exists/);
  });
  test.each(["24:00", "9:00", "09:60", "0900", "", "09:00:00", "-1:00"])("%j is no time", (text) => {
    expect(timeOfDay.safeParse(text).error?.issues[0]?.message).toMatch(/from 00:00 to 23:59/);
  });
  test("a leap day, midnight and the last minute are let in", () => {
    expect(
      ["2028-02-29", "2026-12-31", "1970-01-01"].every((text) => calendarDate.safeParse(text).success),
    ).toBe(true);
    expect(["00:00", "23:59", "09:05"].every((text) => timeOfDay.safeParse(text).success)).toBe(true);
  });
});
