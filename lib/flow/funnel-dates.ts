import { z } from "zod";
import { calendarDate, dateIn, momentIn, timeIn, timeOfDay } from "@/lib/time/calendar";
import type { GivenDate } from "@/lib/time/given-date";
import { sayDate } from "@/lib/time/say-date";
import { sayZone, timeZone } from "@/lib/time/zone";

export const MOST_DATES = 20;

/** What a date is called where texts and waits name it: "close", "webinar". */
export const dateName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "Name a date with small letters, digits and _, for example close.")
  .refine((text) => !(text in {}), "This name is reserved.");

/** A moment that a funnel is about, named once: when its doors open, close, when its webinar begins. */
export const funnelDate = z.strictObject({
  name: dateName,
  date: calendarDate,
  time: timeOfDay,
  /** Whose clock; null is that of each person. */
  zone: timeZone.nullable(),
});
export type FunnelDate = z.output<typeof funnelDate>;

export const funnelDates = z
  .array(funnelDate)
  .max(MOST_DATES, `A funnel has at most ${MOST_DATES} dates.`)
  .refine(
    (list) => new Set(list.map(({ name }) => name)).size === list.length,
    "Give each date a name of its own.",
  );

export const dateNamed = (dates: readonly FunnelDate[] | undefined, name: string): FunnelDate | undefined =>
  dates?.find((one) => one.name === name);

/** Dates by name as somebody in that zone reads them: "20 Mar 2026, 18:00", with whose clock it is where that matters. */
export function sayDates(dates: readonly FunnelDate[] | undefined, zone: string): Record<string, string> {
  return Object.fromEntries(
    (dates ?? []).map((one) => {
      if (one.zone === null) return [one.name, `${sayDate(one.date)}, ${one.time}`];
      const at = momentIn(one.zone, one.date, one.time);
      return [one.name, `${sayDate(dateIn(zone, at))}, ${timeIn(zone, at)}, ${sayZone(zone)}`];
    }),
  );
}

/** The same date as anybody gives one. */
export const givenBy = ({ date, time, zone }: FunnelDate): GivenDate =>
  zone === null ? { date, time } : { at: momentIn(zone, date, time) };
