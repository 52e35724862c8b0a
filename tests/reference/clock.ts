import type { Instant } from "@/lib/flow/world";

// The calendar of the second interpreter. It knows nothing of rules for zones: it looks at what a clock in the zone
// shows, quarter of an hour by quarter of an hour, until it shows what was asked for. What a clock and a calendar on a
// wall show is written as a number: the milliseconds that would have passed since 1970 if that wall stood in Greenwich.

export type Wall = number;

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
export const DAY = 86_400_000;

const clocks = new Map<string, Intl.DateTimeFormat>();

export function shown(zone: string, at: Instant): Wall {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat("en-US", {
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
      hourCycle: "h23",
      timeZone: zone,
    });
  clocks.set(zone, clock);
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (
    clock.format(at).match(/\d+/g) ?? []
  ).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Midnight of the day that the wall shows. */
export const dayOf = (wall: Wall): Wall => Math.floor(wall / DAY) * DAY;

/** "09:00" on that day. */
export const onWall = (day: Wall, time: string): Wall =>
  day + Number(time.slice(0, 2)) * 60 * MINUTE + Number(time.slice(3)) * MINUTE;

/** "2026-02-28" */
export const dateOnWall = (date: string): Wall => Date.parse(`${date}T00:00:00Z`);

/** 1 is Monday. */
export const weekdayOf = (wall: Wall): number => new Date(wall).getUTCDay() || 7;

const found = new Map<string, Instant>();

/** The first moment at which the clock there shows this, or something later because this was skipped. */
export function firstShown(zone: string, wanted: Wall): Instant {
  const key = `${zone} ${wanted}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  // No clock is more than 14 hours ahead of Greenwich. Clocks differ by quarters, so none is stepped over.
  let at = wanted - 60 * QUARTER;
  while (shown(zone, at) < wanted) at += QUARTER;
  at -= QUARTER;
  while (shown(zone, at) < wanted) at += MINUTE;
  found.set(key, at);
  return at;
}
