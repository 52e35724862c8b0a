import { Temporal } from "temporal-polyfill";
import type { Instant } from "@/lib/flow/world";
import type { JsonValue } from "@/lib/json";
import { calendarDate, dateIn, daysAfter, momentIn } from "./calendar";

/** A date as somebody gave it: a moment, or what the clocks of a zone that is not named show; `time` null: only the day. */
export type GivenDate = { at: Instant } | { date: string; time: string | null };

const LOCAL = /^(\d{4}-\d{2}-\d{2})(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d{1,9})?)?)?$/;
const MOMENT = /^(19[7-9]\d|2\d{3})-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;

/** "2026-05-01", "2026-05-01 18:00" or "2026-05-01T18:00:00Z"; null for whatever is no date. */
export function readDate(value: JsonValue | undefined): GivenDate | null {
  if (typeof value !== "string") return null;
  const text = value.trim();
  const local = LOCAL.exec(text);
  if (local) {
    const [, date = "", hour, minute] = local;
    if (!calendarDate.safeParse(date).success) return null;
    return { date, time: hour === undefined ? null : `${hour}:${minute}` };
  }
  if (!MOMENT.test(text)) return null;
  try {
    return { at: Temporal.Instant.from(text).epochMilliseconds };
  } catch {
    return null;
  }
}

/** When a date is for somebody in that zone. A day without a time begins at 00:00. */
export const momentOfDate = (given: GivenDate, zone: string): Instant =>
  "at" in given ? given.at : momentIn(zone, given.date, given.time ?? "00:00");

/** How far from a date: days on the calendar, then minutes. At `time`, or where it is null at the date's own. */
export type Shift = { days: number; minutes: number; time: string | null };

/** The moment that lies so far from a given date, in a zone. A day without a time begins at 00:00. */
export function momentAround(given: GivenDate, zone: string, { days, minutes, time }: Shift): Instant {
  return base() + minutes * 60_000;

  function base(): Instant {
    if ("date" in given) return momentIn(zone, daysAfter(given.date, days), time ?? given.time ?? "00:00");
    if (time !== null) return momentIn(zone, daysAfter(dateIn(zone, given.at), days), time);
    if (days === 0) return given.at;
    const own = Temporal.Instant.fromEpochMilliseconds(given.at).toZonedDateTimeISO(zone).toPlainTime();
    return momentIn(zone, daysAfter(dateIn(zone, given.at), days), own.toString());
  }
}
