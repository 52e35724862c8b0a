import type { Instant } from "@/lib/flow/world";
import { dateIn, daysAfter, momentIn, type Weekday, weekdayOf } from "./calendar";

/**
 * Hours of a day by the clock, as "22:00" to "07:00": over midnight where `to` is not later than `from`, and a whole day
 * where both are the same. `weekdays` are those on which they begin.
 */
export type Hours = { from: string; to: string; weekdays: readonly Weekday[] };

/** Around midnight it may still be yesterday's; and where the clocks skip all of an only weekday's, it is next week's. */
const MOST_DAYS = 17;

/** These hours in a zone, the first that end after `at`: it lies in them when `start` is not after it. */
export function nextHours(zone: string, at: Instant, hours: Hours): { start: Instant; end: Instant } {
  let date = daysAfter(dateIn(zone, at), -1);
  for (let tried = 0; tried < MOST_DAYS; tried++) {
    if (hours.weekdays.includes(weekdayOf(date))) {
      const start = momentIn(zone, date, hours.from);
      const end = momentIn(zone, hours.to > hours.from ? date : daysAfter(date, 1), hours.to);
      // Where the clocks skip all of it, there are none that day.
      if (end > at && end > start) return { start, end };
    }
    date = daysAfter(date, 1);
  }
  throw new Error("No weekday is allowed.");
}
