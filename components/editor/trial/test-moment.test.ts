import { expect, test } from "vitest";
import { sayTestMoment } from "./test-moment";

const clock = { enteredAt: Date.UTC(2026, 2, 28, 22, 30), speed: 8_640 };

test.each([
  ["UTC", [0, 1.6, 24.5, 26], ["Day 0, 22:30", "Day 1, 00:06", "Day 1, 23:00", "Day 2, 00:30"]],
  // Clocks change in the night to the 29th: that day has 23 hours and is one day all the same.
  ["Europe/Berlin", [0, 1, 23.9], ["Day 0, 23:30", "Day 1, 00:30", "Day 2, 00:24"]],
])("days are those of the calendar in %s", (zone, hours, said) => {
  const moments = (hours as number[]).map((hour) =>
    sayTestMoment(clock, clock.enteredAt + hour * 3_600_000, zone as string),
  );
  expect(moments).toEqual(said);
});
