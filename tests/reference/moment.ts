import type { FlowNode } from "@/lib/flow/flow";
import type { Instant } from "@/lib/flow/world";
import { DAY, dateOnWall, dayOf, firstShown, onWall, shown, weekdayOf } from "./clock";

type Until = NonNullable<Extract<FlowNode, { type: "wait" }>["data"]["until"]>;
export type Moment = Extract<Until, { kind: "time" | "date" | "day" }>;

const FARTHEST = 374 * DAY;

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
