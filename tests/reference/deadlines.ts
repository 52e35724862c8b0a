import type { Flow } from "@/lib/flow/flow";
import type { Instant } from "@/lib/flow/world";
import { DAY, dayOf, firstShown, onWall, shown } from "./clock";

const MINUTE = 60_000;

/** When each deadline of a drawing is for whoever entered then in that zone, as docs/journey.md says. */
export function deadlinesOf(flow: Flow, enteredAt: Instant, zone: string): Record<string, Instant> {
  const deadlines: Record<string, Instant> = {};
  for (const date of flow.dates ?? []) {
    if (date.kind === "hours") {
      const end = enteredAt + date.hours * 60 * MINUTE;
      deadlines[date.name] = end % MINUTE === 0 ? end : end - (end % MINUTE) + MINUTE;
    } else if (date.kind === "days") {
      const day = dayOf(shown(zone, enteredAt)) + date.days * DAY;
      deadlines[date.name] = firstShown(zone, onWall(day, date.time));
    }
  }
  return deadlines;
}
