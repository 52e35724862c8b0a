import { expect, test } from "vitest";
import { sayMoment } from "./moment";

const now = Date.UTC(2026, 2, 2, 9);
const said = (iso: string, zone = "UTC") => sayMoment(Date.parse(iso), { now, zone });

test.each([
  ["2026-03-02T14:05:00Z", "today 14:05"],
  ["2026-03-02T09:01:30Z", "today 09:01:30"],
  ["2026-03-03T00:00:00Z", "tomorrow 00:00"],
  ["2026-03-01T23:59:00Z", "yesterday 23:59"],
  ["2026-03-05T09:00:00Z", "Thursday 09:00"],
  ["2026-03-08T09:00:00Z", "Sunday 09:00"],
  ["2026-03-09T09:00:00Z", "9 Mar 09:00"],
  ["2026-02-27T09:00:00Z", "27 Feb 09:00"],
  ["2027-03-02T09:00:00Z", "2 Mar 2027 09:00"],
])("%s is said “%s” on Monday the second of March at nine", (iso, words) => {
  expect(said(iso)).toBe(words);
});

test("the day is the reader's own, also over the change of the clocks", () => {
  expect(said("2026-03-02T23:30:00Z", "Europe/Berlin")).toBe("tomorrow 00:30");
  expect(said("2026-03-02T12:00:00Z", "Pacific/Auckland")).toBe("tomorrow 01:00");
  const eve = Date.UTC(2026, 2, 28, 12);
  expect(sayMoment(Date.UTC(2026, 2, 29, 7), { now: eve, zone: "Europe/Berlin" })).toBe("tomorrow 09:00");
});
