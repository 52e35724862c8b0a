import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Instant } from "@/lib/flow/world";

// Calendar moments in a zone. What "the same time there" means twice a year is written in
// docs/decisions/0005-one-moment-per-local-time.md.

/** A day of the calendar, as "2026-02-28". */
export const calendarDate = z
  .string()
  .refine(isDate, "Give the date as year-month-day, a day that exists, for example 2026-03-31.");

/** A time of day, as "09:00"; a day begins at 00:00 and its last minute is 23:59. */
export const timeOfDay = z
  .string()
  .regex(
    /^([01]\d|2[0-3]):[0-5]\d$/,
    "Give the time with two digits each, from 00:00 to 23:59, for example 09:00.",
  );

/** 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

function isDate(text: string): boolean {
  if (!/^(19[7-9]\d|2\d{3})-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

const parsedDate = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

const there = (at: Instant, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

/** The day it is in a zone at that instant. */
export const dateIn = (zone: string, at: Instant): string => there(at, zone).toPlainDate().toString();

/** What the clocks of a zone show at that instant, to the minute: "09:00". */
export const timeIn = (zone: string, at: Instant): string =>
  there(at, zone).toPlainTime().toString({ smallestUnit: "minute" });

export const weekdayOf = (date: string): Weekday => parsedDate(date).dayOfWeek as Weekday;

export const daysAfter = (date: string, days: number): string => parsedDate(date).add({ days }).toString();

/**
 * When the clocks of a zone show this date and time. What they show twice is the first of the two; what they skip is
 * the first moment after the gap. So every local time has one moment, and later local times never come earlier.
 */
export function momentIn(zone: string, date: string, time: string): Instant {
  const wanted = parsedDate(date).toPlainDateTime(Temporal.PlainTime.from(time));
  const found = wanted.toZonedDateTime(zone, { disambiguation: "compatible" });
  if (found.toPlainDateTime().equals(wanted)) return found.epochMilliseconds;
  const before = wanted.toZonedDateTime(zone, { disambiguation: "earlier" });
  return (before.getTimeZoneTransition("next") ?? found).epochMilliseconds;
}

/** That many days after an instant's day, at a time of day. Zero days is the same day, so it may have passed. */
export const momentAfterDays = (zone: string, from: Instant, days: number, time: string): Instant =>
  momentIn(zone, daysAfter(dateIn(zone, from), days), time);

/**
 * The first moment, never before `from`, at which it is that time on one of the weekdays, beginning with the day that is
 * so many days after `from`.
 */
export function nextMoment(
  zone: string,
  from: Instant,
  { days, time, weekdays }: { days: number; time: string; weekdays: readonly Weekday[] },
): Instant {
  let date = daysAfter(dateIn(zone, from), days);
  // Today may have passed, and of seven days in a row one is allowed.
  for (let tried = 0; tried <= 7; tried++) {
    if (weekdays.includes(weekdayOf(date))) {
      const moment = momentIn(zone, date, time);
      if (moment >= from) return moment;
    }
    date = daysAfter(date, 1);
  }
  throw new Error("No weekday is allowed.");
}
