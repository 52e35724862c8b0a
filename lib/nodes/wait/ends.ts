import { concerns } from "@/lib/flow/entry";
import type { Fact, Instant, World } from "@/lib/flow/world";
import type { JsonValue } from "@/lib/json";
import { momentAfterDays, momentIn, nextMoment } from "@/lib/time/calendar";
import { type GivenDate, momentAround, readDate } from "@/lib/time/given-date";
import { LONGEST_STAY_MS, LONGEST_WAIT_MS, type Place } from "../contract";
import type { Until, WaitSettings } from "./settings";

type Of<K extends Until["kind"]> = Extract<Until, { kind: K }>;
/** Waits that end at a moment of somebody's calendar. */
export type CalendarWait = Of<"time" | "date" | "day">;

export const isCalendar = (until: Until): until is CalendarWait =>
  until.kind === "time" || until.kind === "date" || until.kind === "day";

/**
 * The moment of a calendar wait in a zone, which may have passed before they came. A year is the most: what is farther
 * away (which no check lets through) ends after it.
 */
export function calendarMoment(
  until: CalendarWait,
  { arrivedAt, enteredAt, zone }: { arrivedAt: Instant; enteredAt: Instant; zone: string },
): Instant {
  return Math.min(arrivedAt + LONGEST_STAY_MS, momentOf());

  function momentOf(): Instant {
    switch (until.kind) {
      case "time":
        return nextMoment(zone, arrivedAt, until);
      case "date":
        return momentIn(until.zone ?? zone, until.date, until.time);
      case "day":
        return momentAfterDays(zone, enteredAt, until.day, until.time);
    }
  }
}

/** What stands where a date should be: text, number, or nothing. */
export function dateValue({ of, named }: Of<"around">, world: World): JsonValue {
  if (of === "field") return world.field(named);
  const { properties } = world.entry;
  return Object.hasOwn(properties, named) ? (properties[named] ?? null) : null;
}

/** The date that a wait goes by; null when there is none, or none that can be read. */
function dateOf(until: Of<"around">, world: World): GivenDate | null {
  return until.of === "funnel" ? world.date(until.named) : readDate(dateValue(until, world));
}

/** The moment so far from its date, which may have passed before they came; null without a date. */
export function aroundMoment(until: Of<"around">, at: Place, world: World, zone: string): Instant | null {
  const given = until.named === "" ? null : dateOf(until, world);
  return given && Math.min(at.arrivedAt + LONGEST_STAY_MS, momentAround(given, zone, until));
}

/** The event that somebody waited for, if it has happened. */
export function awaited(until: Of<"event">, at: Place, world: World): Fact | undefined {
  if (until.event === "") return undefined;
  const since = until.since === "arrival" ? at.arrivedAt : world.enteredAt;
  return world.facts(until.event).find((fact) => fact.at >= since && concerns(world.entry, fact, until.same));
}

/** Since when it has been quiet, and the event that was the last, if there was one; the one that started it counts. */
export function quietSince(until: Of<"quiet">, world: World): { at: Instant; last: Fact | null } {
  const facts = until.event === "" ? [] : world.facts(until.event);
  const own = world.entry.name === until.event ? [world.entry] : [];
  let last: Fact | null = null;
  for (const fact of [...own, ...facts.filter((one) => concerns(world.entry, one, until.same))]) {
    if (last === null || fact.at > last.at) last = fact;
  }
  return { at: last?.at ?? world.enteredAt, last };
}

/** When a quiet wait ends if nothing more happens: never before they came, nor later than a year after. */
export const quietEnd = (until: Of<"quiet">, at: Place, world: World): Instant =>
  Math.min(at.arrivedAt + LONGEST_WAIT_MS, Math.max(at.arrivedAt, quietSince(until, world).at + until.forMs));

/** When a length of time ends. */
export const durationEnd = (settings: WaitSettings, at: Place): Instant => at.arrivedAt + settings.forMs;
