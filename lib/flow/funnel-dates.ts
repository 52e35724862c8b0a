import { z } from "zod";
import { calendarDate, dateIn, momentIn, timeIn, timeOfDay } from "@/lib/time/calendar";
import type { GivenDate } from "@/lib/time/given-date";
import { sayDate } from "@/lib/time/say-date";
import { sayZone, timeZone } from "@/lib/time/zone";
import { dateName } from "./date-name";
import { type Deadlines, deadlineKinds, sayDeadline } from "./deadlines";

export const MOST_DATES = 20;

/**
 * A moment that a funnel is about, named once: when its doors open, close, when its webinar begins. One without `kind` is
 * a date of the calendar; the others are deadlines, which each person has of their own.
 */
export const funnelDate = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.undefined().optional(),
    name: dateName,
    date: calendarDate,
    time: timeOfDay,
    /** Whose clock; null is that of each person. */
    zone: timeZone.nullable(),
  }),
  ...deadlineKinds,
]);
export type FunnelDate = z.output<typeof funnelDate>;
/** A date of the calendar. */
export type CalendarDate = Extract<FunnelDate, { kind?: undefined }>;

export const funnelDates = z
  .array(funnelDate)
  .max(MOST_DATES, `A funnel has at most ${MOST_DATES} dates.`)
  .refine(
    (list) => new Set(list.map(({ name }) => name)).size === list.length,
    "Give each date a name of its own.",
  );

export const dateNamed = (dates: readonly FunnelDate[] | undefined, name: string): FunnelDate | undefined =>
  dates?.find((one) => one.name === name);

/**
 * Dates by name as somebody in that zone reads them: "20 Mar 2026, 18:00", with whose clock it is where that matters.
 * `deadlines`: theirs; one that is not among them is not told.
 */
export function sayDates(
  dates: readonly FunnelDate[] | undefined,
  zone: string,
  deadlines: Deadlines,
): Record<string, string> {
  return Object.fromEntries(
    (dates ?? []).flatMap((one) => {
      const given = givenBy(one, deadlines);
      return given ? [[one.name, sayGiven(given, zone)]] : [];
    }),
  );
}

function sayGiven(given: GivenDate, zone: string): string {
  return "at" in given
    ? `${sayDate(dateIn(zone, given.at))}, ${timeIn(zone, given.at)}, ${sayZone(zone)}`
    : `${sayDate(given.date)}, ${given.time}`;
}

/** When a date is, for whoever draws: "20 Mar 2026, 18:00, Berlin time", "3 days after they enter, 23:59, their time". */
export const sayWhen = (one: FunnelDate): string =>
  one.kind === undefined
    ? `${sayDate(one.date)}, ${one.time}, ${one.zone === null ? "their time" : sayZone(one.zone)}`
    : sayDeadline(one);

/** The same date as anybody gives one; null for a deadline that they do not have. */
export function givenBy(one: FunnelDate, deadlines: Deadlines): GivenDate | null {
  if (one.kind !== undefined) {
    const at = Object.hasOwn(deadlines, one.name) ? deadlines[one.name] : undefined;
    return at === undefined ? null : { at };
  }
  const { date, time, zone } = one;
  return zone === null ? { date, time } : { at: momentIn(zone, date, time) };
}
