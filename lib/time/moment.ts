import type { Instant } from "@/lib/flow/world";

const DAY_MS = 86_400_000;
const clock = { hour: "2-digit", minute: "2-digit" } as const;

/** What day it is in a zone, counted from the first of January 1970. */
function dayOf(at: Instant, zone: string): number {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone } as const;
  return Math.floor(Date.parse(new Intl.DateTimeFormat("en-CA", parts).format(at)) / DAY_MS);
}

// Pieces are joined here: how a language joins date and time differs between the server's tables and the browser's.
const format = (at: Instant, zone: string, parts: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: zone }).format(at).replaceAll(",", "");

/**
 * A moment as people say it: "today 14:05", "tomorrow 09:00", "Thursday 09:00" within a week, else "12 Mar 09:00", with
 * the year where it is another one. Less than two minutes away it has seconds. `zone` is an IANA name.
 */
export function sayMoment(at: Instant, { now, zone }: { now: Instant; zone: string }): string {
  const near = Math.abs(at - now) < 120_000;
  const time = format(at, zone, near ? { ...clock, second: "2-digit" } : clock);
  const days = dayOf(at, zone) - dayOf(now, zone);
  if (days === 0) return `today ${time}`;
  if (days === 1) return `tomorrow ${time}`;
  if (days === -1) return `yesterday ${time}`;
  if (days > 1 && days < 7) return `${format(at, zone, { weekday: "long" })} ${time}`;
  const sameYear = format(at, zone, { year: "numeric" }) === format(now, zone, { year: "numeric" });
  const day = { day: "numeric", month: "short" } as const;
  return `${format(at, zone, sameYear ? day : { ...day, year: "numeric" })} ${time}`;
}

/** A moment by its day, for what is kept and read later: "Tue 3 Mar 2026 18:00". */
export const sayDay = (at: Instant, zone: string): string =>
  format(at, zone, { weekday: "short", day: "numeric", month: "short", year: "numeric", ...clock });
