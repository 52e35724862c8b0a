import { Temporal } from "temporal-polyfill";
import { dateIn, momentIn, nextMoment, type Weekday } from "@/lib/time/calendar";
import type { Instant } from "./world";

/** When everybody enters: see the trigger's settings. */
type Schedule =
  | { every: "once"; date: string; time: string }
  | { every: "week"; weekdays: readonly Weekday[]; time: string }
  | { every: "month"; day: number; time: string };

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
