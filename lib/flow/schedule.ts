import { Temporal } from "temporal-polyfill";
import { dateIn, momentIn, nextMoment, timeIn, type Weekday } from "@/lib/time/calendar";
import type { Instant } from "./world";

/** When everybody enters: see the trigger's settings. */
type Schedule =
  | { every: "once"; date: string; time: string }
  | { every: "week"; weekdays: readonly Weekday[]; time: string }
  | { every: "month"; day: number; time: string };

/**
 * The first moment after `now` on a later day than the one that was called at `called`: also when the clock of the workspace
 * was changed around it, so that the same day shows the time once more. Null when none is to come.
 */
export function nextAfter(schedule: Schedule, zone: string, called: Instant, now: Instant): Instant | null {
  const day = dayCalled(schedule.time, zone, called);
  let next = nextOccurrence(schedule, zone, now);
  while (next !== null && dateIn(zone, next) <= day) next = nextOccurrence(schedule, zone, next);
  return next;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The day of a moment by the clock that showed `time` then: by the zone's, unless it was another zone's. */
function dayCalled(time: string, zone: string, called: Instant): string {
  if (timeIn(zone, called) === time) return dateIn(zone, called);
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  // How far that clock was ahead of UTC: by 13 hours at most, or behind by less than 11. At the few islands beyond, a day
  // may be taken for its neighbour, where the clock was changed within seconds of a moment.
  const behind = ((((13 - hours) * HOUR_MS - minutes * 60_000 + called) % DAY_MS) + DAY_MS) % DAY_MS;
  return dateIn("UTC", called + 13 * HOUR_MS - behind);
}

/** The first moment of a schedule after `now`, by the clock of a zone. Null when none is to come. */
export function nextOccurrence(schedule: Schedule, zone: string, now: Instant): Instant | null {
  switch (schedule.every) {
    case "once": {
      const at = momentIn(zone, schedule.date, schedule.time);
      return at > now ? at : null;
    }
    case "week":
      return nextMoment(zone, now + 1, { ...schedule, days: 0 });
    case "month": {
      let month = Temporal.PlainDate.from(dateIn(zone, now)).toPlainYearMonth();
      for (;;) {
        // 31 is the last day of a shorter month.
        const day = month.toPlainDate({ day: Math.min(schedule.day, month.daysInMonth) }).toString();
        const at = momentIn(zone, day, schedule.time);
        if (at > now) return at;
        month = month.add({ months: 1 });
      }
    }
  }
}
