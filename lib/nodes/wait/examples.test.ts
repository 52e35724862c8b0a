import { expect, test } from "vitest";
import { waitExamples } from "./examples";
import { waitSettings } from "./settings";

// A Monday, 10:00 in Berlin and 18:00 in Tokyo.
const now = Date.parse("2026-03-02T09:00:00Z");
const DAY = 86_400_000;

const told = (settings: object) =>
  waitExamples(waitSettings.parse(settings), now).map(({ who, what }) => `${who} ${what}.`);

test.each<[string, object, string, string]>([
  ["a length of time", { forMs: 6 * 3_600_000 }, "goes on today 16:00", "goes on tomorrow 00:00"],
  [
    "a time of day",
    { until: { kind: "time", time: "17:00" } },
    "goes on today 17:00",
    "goes on tomorrow 17:00",
  ],
  [
    "weekdays",
    { until: { kind: "time", days: 2, weekdays: [5] } },
    "goes on Friday 09:00",
    "goes on Friday 09:00",
  ],
  [
    "one clock for all",
    { until: { kind: "date", date: "2026-03-10", zone: "Europe/Berlin" } },
    "goes on 10 Mar 09:00",
    "goes on 10 Mar 17:00",
  ],
  [
    "a moment that has passed for one of them",
    { until: { kind: "day", day: 0, time: "12:00", past: "missed" } },
    "goes on today 12:00",
    "takes the Missed path: the moment has passed",
  ],
  [
    "an event",
    { until: { kind: "event", event: "purchase", atMostMs: 2 * DAY } },
    "does it tomorrow 10:00 and takes the Happened path at once",
    "does not do it and takes the Timed out path Wednesday 18:00",
  ],
  [
    "quiet",
    { until: { kind: "quiet", event: "purchase", forMs: 2 * DAY } },
    "does nothing more and goes on Wednesday 10:00",
    "does it again tomorrow 18:00 and goes on Thursday 18:00",
  ],
])("%s", (_, settings, anna, kenji) => {
  expect(told(settings)).toEqual([`Anna in Berlin ${anna}.`, `Kenji in Tokyo ${kenji}.`]);
});
