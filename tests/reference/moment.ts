import type { FlowNode } from "@/lib/flow/flow";
import type { Instant } from "@/lib/flow/world";
import { DAY, dateOnWall, dayOf, firstShown, onWall, shown, weekdayOf } from "./clock";

type Until = NonNullable<Extract<FlowNode, { type: "wait" }>["data"]["until"]>;
export type Moment = Extract<Until, { kind: "time" | "date" | "day" }>;
export type Around = Extract<Until, { kind: "around" }>;

const FARTHEST = 374 * DAY;
const MINUTE = 60_000;

/** When a wait by a date ends; null when nothing that can be read as a date is there. `given` is what is found there. */
export function aroundOf(until: Around, given: unknown, arrivedAt: Instant, zone: string): Instant | null {
  if (typeof given !== "string" || until.named === "") return null;
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(
    given.trim(),
  );
  if (!match || Number.isNaN(dateOnWall(match[1] ?? ""))) return null;
  const [, day = "", time, zoned] = match;
  // What the clocks of the zone show at the date itself.
  const wall = zoned ? shown(zone, Date.parse(given.trim())) : onWall(dateOnWall(day), time ?? "00:00");
  const there =
    until.time === null ? wall + until.days * DAY : onWall(dayOf(wall) + until.days * DAY, until.time);
  const base =
    zoned && until.time === null && until.days === 0 ? Date.parse(given.trim()) : firstShown(zone, there);
  return Math.min(base + until.minutes * MINUTE, arrivedAt + FARTHEST);
}

/** When a wait until a time, a date or a day ends, as docs/journey.md says; it may be before they came. */
export function momentOf(until: Moment, arrivedAt: Instant, enteredAt: Instant, zone: string): Instant {
  return Math.min(moment(), arrivedAt + FARTHEST);

  function moment(): Instant {
    if (until.kind === "date")
      return firstShown(until.zone ?? zone, onWall(dateOnWall(until.date), until.time));
    if (until.kind === "day") {
      return firstShown(zone, onWall(dayOf(shown(zone, enteredAt)) + until.day * DAY, until.time));
    }
    for (let day = dayOf(shown(zone, arrivedAt)) + until.days * DAY; ; day += DAY) {
      if (!until.weekdays.some((one) => one === weekdayOf(day))) continue;
      const at = firstShown(zone, onWall(day, until.time));
      if (at >= arrivedAt) return at;
    }
  }
}
