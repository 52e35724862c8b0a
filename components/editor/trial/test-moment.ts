import type { JourneyClock } from "@/lib/flow/journey-clock";
import type { Instant } from "@/lib/flow/world";

const DAY_MS = 86_400_000;

/** Of a test: "day 3". The day they enter is the first. */
export const sayDay = ({ enteredAt }: JourneyClock, at: Instant): string =>
  `day ${Math.floor((at - enteredAt) / DAY_MS) + 1}`;

/** Of a test, by its own clock: "Day 3, 14:20". `zone` is an IANA name. */
export function sayTestMoment(clock: JourneyClock, at: Instant, zone: string): string {
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
  const day = sayDay(clock, at);
  return `${day.charAt(0).toUpperCase()}${day.slice(1)}, ${time.format(at)}`;
}
