import type { Instant } from "@/lib/flow/world";
import { momentAround } from "@/lib/time/given-date";
import { sayMoment } from "@/lib/time/moment";
import { calendarMoment, isCalendar } from "./ends";
import type { WaitSettings } from "./settings";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const PEOPLE = [
  { name: "Anna", city: "Berlin", zone: "Europe/Berlin" },
  { name: "Kenji", city: "Tokyo", zone: "Asia/Tokyo" },
] as const;

/** What is told of two people who come to this wait now and, so that days can be counted, have entered just now. */
export type WaitExample = { who: string; what: string };

/** Two people for whom the wait is worked out by the rules that the engine runs. */
export function waitExamples(settings: WaitSettings, now: Instant): WaitExample[] {
  return PEOPLE.map((person, index) => ({
    who: `${person.name} in ${person.city}`,
    what: told(settings, now, person.zone, index === 0),
  }));
}

function told({ forMs, until }: WaitSettings, now: Instant, zone: string, first: boolean): string {
  const say = (moment: Instant) => sayMoment(moment, { now, zone });
  if (!until) return `goes on ${say(now + forMs)}`;
  if (isCalendar(until)) {
    const moment = calendarMoment(until, { arrivedAt: now, enteredAt: now, zone });
    if (moment >= now || !("past" in until)) return `goes on ${say(moment)}`;
    if (until.past === "missed") return "takes the Missed path: the moment has passed";
    return until.past === "skip-email"
      ? "goes on at once without the next email: the moment has passed"
      : "goes on at once: the moment has passed";
  }
  if (until.kind === "around") {
    const far = until.minutes * MINUTE_MS + until.days * DAY_MS;
    const moment = momentAround({ at: now + 30 * DAY_MS - far }, zone, until);
    return until.named === ""
      ? "goes on by the date you choose"
      : `goes on ${say(moment)}, if “${until.named}” is ${say(now + 30 * DAY_MS - far)}`;
  }
  // One of the two does what is waited for, half-way.
  if (until.kind === "event") {
    return first
      ? `does it ${say(now + until.atMostMs / 2)} and takes the Happened path at once`
      : `does not do it and takes the Timed out path ${say(now + until.atMostMs)}`;
  }
  return first
    ? `does nothing more and goes on ${say(now + until.forMs)}`
    : `does it again ${say(now + until.forMs / 2)} and goes on ${say(now + until.forMs * 1.5)}`;
}
