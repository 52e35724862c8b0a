import type { Instant } from "@/lib/flow/world";

// The calendar of the second interpreter. It knows nothing of rules for zones: it looks at what a clock in the zone
// shows, quarter of an hour by quarter of an hour, until it shows what was asked for.

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 86_400_000;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock and a calendar on a wall in the zone show, as "2026-03-29T02:30:00". */
export function shown(zone: string, at: Instant): string {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat("sv-SE", {
      ...parts,
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZone: zone,
    });
  clocks.set(zone, clock);
  return clock.format(at).replace(" ", "T");
}

const found = new Map<string, Instant>();

/** The first moment at which the clock there shows this time of this day, or a later one because it was skipped. */
export function firstShown(zone: string, date: string, time: string): Instant {
  const key = `${zone} ${date} ${time}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  const wanted = `${date}T${time}:00`;
  // No clock is further than 26 hours from universal time, even where a day was left out.
  let at = Date.parse(`${wanted}Z`) - 2 * DAY;
  while (shown(zone, at) < wanted) at += QUARTER;
  at -= QUARTER;
  while (shown(zone, at) < wanted) at += MINUTE;
  found.set(key, at);
  return at;
}

/** The calendar day so many days later; days of the calendar are all 24 hours long. */
export const dayAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** 1 is Monday. */
export const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
