import { expect, test } from "vitest";
import { type Deadline, fixDeadlines, sayDeadline } from "./deadlines";
import { funnelDates, sayDates } from "./funnel-dates";

const at = (text: string) => Date.parse(text);
const three: Deadline = { name: "ends", kind: "days", days: 3, time: "23:59" };
const two: Deadline = { name: "soon", kind: "hours", hours: 2 };

test("days are counted on their calendar, hours to the next full minute, which is what a text prints", () => {
  const enteredAt = at("2026-03-27T22:30:12.345Z");
  const berlin = fixDeadlines([three, two], { enteredAt, zone: "Europe/Berlin" });
  // The clocks of Berlin change on the way; New York is still on the day before.
  expect(berlin).toEqual({ ends: at("2026-03-30T21:59:00Z"), soon: at("2026-03-28T00:31:00Z") });
  expect(fixDeadlines([three], { enteredAt, zone: "Asia/Tokyo" })).toEqual({
    ends: at("2026-03-31T14:59:00Z"),
  });
  expect(sayDates([three, two], "Europe/Berlin", berlin)).toEqual({
    ends: "30 Mar 2026, 23:59, Berlin time",
    soon: "28 Mar 2026, 01:31, Berlin time",
  });
  expect(sayDates([three], "Europe/Berlin", {}), "who has none is told none").toEqual({});
});

test("what was fixed stays; only what is new to them is added", () => {
  const entered = { enteredAt: at("2026-03-02T12:00:00Z"), zone: "Europe/Berlin" };
  const fixed = fixDeadlines([three], entered);
  const changed = fixDeadlines([{ ...three, days: 9 }, two], entered, fixed);
  expect(changed).toEqual({ ...fixed, soon: at("2026-03-02T14:00:00Z") });
  expect(fixDeadlines([], entered, fixed), "also when the funnel has it no more").toEqual(fixed);
});

test("a date says what it is, or is refused with a sentence", () => {
  const close = { name: "close", date: "2026-03-20", time: "18:00", zone: null };
  expect(funnelDates.parse([close, three, two])).toEqual([close, three, two]);
  const says = (date: object) => funnelDates.safeParse([date]).error?.issues[0]?.message;
  expect(says({ ...three, days: 0 })).toMatch(/next day at the earliest/);
  expect(says({ ...two, hours: 9_000 })).toMatch(/a year away at most/);
  expect(says({ ...three, zone: "Europe/Berlin" })).toMatch(/zone/);
  expect(says({ ...close, kind: "moon" })).toBeDefined();
  expect([three, two].map(sayDeadline)).toEqual([
    "3 days after they enter, 23:59, their time",
    "2 hours after they enter",
  ]);
});
