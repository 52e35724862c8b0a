import { describe, expect, test } from "vitest";
import { momentAround, readDate } from "./given-date";

const BERLIN = "Europe/Berlin";
const at = (text: string) => Date.parse(text);
const around = (value: string, days: number, minutes: number, time: string | null, zone = BERLIN) => {
  const given = readDate(value);
  if (!given) throw new Error(`“${value}” is no date.`);
  return new Date(momentAround(given, zone, { days, minutes, time })).toISOString();
};

test.each([
  ["2026-05-01", { date: "2026-05-01", time: null }],
  [" 2026-05-01 ", { date: "2026-05-01", time: null }],
  ["2026-05-01 18:30", { date: "2026-05-01", time: "18:30" }],
  ["2026-05-01T18:30:59", { date: "2026-05-01", time: "18:30" }],
  ["2026-05-01T18:30:00Z", { at: at("2026-05-01T18:30:00Z") }],
  ["2026-05-01T18:30+02:00", { at: at("2026-05-01T16:30:00Z") }],
])("“%s” is read", (text, given) => expect(readDate(text)).toEqual(given));

test.each([
  "",
  "soon",
  "2026-02-30",
  "01.05.2026",
  "2026-05-01T25:00",
  "2026-13-01T10:00:00Z",
  "9999-01-01T00:00Z",
])("“%s” is no date", (text) => expect(readDate(text)).toBeNull());
test.each([null, undefined, 20260501, true, ["2026-05-01"], { date: "2026-05-01" }])(
  "%j is no date",
  (value) => expect(readDate(value)).toBeNull(),
);

describe("so far from a date", () => {
  test.each<[string, number, number, string | null, string]>([
    ["2026-05-01", -3, 0, "09:00", "2026-04-28T07:00:00.000Z"],
    ["2026-05-01", 0, 0, null, "2026-04-30T22:00:00.000Z"],
    ["2026-05-01 18:30", 1, 0, null, "2026-05-02T16:30:00.000Z"],
    ["2026-05-01T18:30:00Z", 0, -120, null, "2026-05-01T16:30:00.000Z"],
    // By her clock it is the day after.
    ["2026-05-01T23:00:00Z", -1, 0, "09:00", "2026-05-01T07:00:00.000Z"],
    // 31 January and a month's end.
    ["2026-03-01", -1, 0, "09:00", "2026-02-28T08:00:00.000Z"],
    // A day over the change of clocks has 23 hours; the time of the day stays.
    ["2026-03-28T17:00:00Z", 1, 0, null, "2026-03-29T16:00:00.000Z"],
    // A time that is skipped is the first moment after the gap.
    ["2026-03-28 02:30", 1, 0, null, "2026-03-29T01:00:00.000Z"],
    // A time that comes twice is its first.
    ["2026-10-25", 0, 0, "02:30", "2026-10-25T00:30:00.000Z"],
  ])("%s, %d days, %d minutes, at %s", (value, days, minutes, time, moment) =>
    expect(around(value, days, minutes, time)).toBe(moment),
  );

  test("Lord Howe changes by half an hour", () => {
    expect(around("2026-10-04", 0, 0, "02:15", "Australia/Lord_Howe")).toBe("2026-10-03T15:30:00.000Z");
  });
});
