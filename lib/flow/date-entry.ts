import { Temporal } from "temporal-polyfill";
import type { JsonValue } from "@/lib/json";
import { daysAfter, momentIn } from "@/lib/time/calendar";
import type { Instant } from "./world";

/** How people enter by a date of theirs: see the trigger's settings. */
type DateWay = { yearly: boolean; days: number; time: string };

/** When somebody enters, and for which day of the calendar: "2026-03-02". */
export type PlannedEntry = { at: Instant; date: string };

/** The day that stands in a field, as "1990-03-31"; null when none does. A moment counts by the day it is written with. */
export function dateInField(value: JsonValue | undefined): string | null {
  if (typeof value !== "string") return null;
  const day = /^(1[89]|2\d)\d{2}-\d{2}-\d{2}(?=$|[T ])/.exec(value.trim())?.[0];
  return day !== undefined && isDay(day) ? day : null;
}

function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/** The same day in another year; 29 February is 28 February in a year without one. */
export const inYear = (date: string, year: number): string =>
  Temporal.PlainDate.from(date).with({ year }, { overflow: "constrain" }).toString();

/** Names one entry of one person at one trigger: a year, or where it does not come every year the day itself. */
export const occasionOf = ({ yearly }: DateWay, date: string): string => (yearly ? date.slice(0, 4) : date);

/** Whether that day is one on which the date comes. */
export const comesOn = (way: DateWay, date: string, day: string): boolean =>
  way.yearly ? day >= date && inYear(date, Number(day.slice(0, 4))) === day : day === date;

/** When they enter for this day, by their clock. */
export const entryMoment = ({ days, time }: DateWay, day: string, zone: string): Instant =>
  momentIn(zone, daysAfter(day, days), time);

/** Until when it still makes sense to enter for this day: while it is that day, or the day of the entry, there. */
export const entryEnds = ({ days }: DateWay, day: string, zone: string): Instant =>
  momentIn(zone, daysAfter(day, Math.max(0, days) + 1), "00:00");

/**
 * The next entry by this date. Between the moment and the end of the day itself it is now: whoever comes late is placed
 * where they would be. `after`: only days later than this one. Null when none is to come.
 */
export function nextEntry(
  way: DateWay,
  date: string,
  zone: string,
  { now, after = null }: { now: Instant; after?: string | null },
): PlannedEntry | null {
  for (const day of daysToCome(way, date, zone, now)) {
    if ((after !== null && day <= after) || now >= entryEnds(way, day, zone)) continue;
    return { at: Math.max(now, entryMoment(way, day, zone)), date: day };
  }
  return null;
}

function daysToCome({ yearly }: DateWay, date: string, zone: string, now: Instant): string[] {
  if (!yearly) return [date];
  const year = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).year;
  const first = Number(date.slice(0, 4));
  // An offset of a year at most: last year's day may still be to come, and after this year's one is next year's.
  const years = [year - 1, year, year + 1, year + 2, first].filter((one) => one >= first);
  return [...new Set(years)].sort((a, b) => a - b).map((one) => inYear(date, one));
}
