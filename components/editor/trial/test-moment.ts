import type { JourneyClock } from "@/lib/flow/journey-clock";
import type { Instant } from "@/lib/flow/world";
import { dateIn, timeIn } from "@/lib/time/calendar";

const DAY_MS = 86_400_000;

/** Of a test: "day 3" of the calendar; the one on which they enter is the first. `zone` is an IANA name. */
export function sayDay({ enteredAt }: JourneyClock, at: Instant, zone: string): string {
  const [first, day] = [enteredAt, at].map((one) => Date.parse(dateIn(zone, one)));
  return `day ${Math.round(((day ?? 0) - (first ?? 0)) / DAY_MS) + 1}`;
}

/** Of a test, by its own clock: "Day 3, 14:20". */
export function sayTestMoment(clock: JourneyClock, at: Instant, zone: string): string {
  const day = sayDay(clock, at, zone);
  return `${day.charAt(0).toUpperCase()}${day.slice(1)}, ${timeIn(zone, at)}`;
}
