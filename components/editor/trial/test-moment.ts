import type { JourneyClock } from "@/lib/flow/journey-clock";
import type { Instant } from "@/lib/flow/world";
import { dateIn, timeIn } from "@/lib/time/calendar";

const DAY_MS = 86_400_000;

type Entered = Pick<JourneyClock, "enteredAt">;

/** "day 3" after they entered, by the calendar, as a Wait counts them: that day itself is day 0. `zone` is an IANA name. */
export function sayDay({ enteredAt }: Entered, at: Instant, zone: string): string {
  const [first, day] = [enteredAt, at].map((one) => Date.parse(dateIn(zone, one)));
  return `day ${Math.round(((day ?? 0) - (first ?? 0)) / DAY_MS)}`;
}

/** Of a test or a simulation, by its own clock: "Day 3, 14:20". */
export function sayTestMoment(clock: Entered, at: Instant, zone: string): string {
  const day = sayDay(clock, at, zone);
  return `${day.charAt(0).toUpperCase()}${day.slice(1)}, ${timeIn(zone, at)}`;
}
