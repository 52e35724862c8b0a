import type { Flow, FlowNode } from "@/lib/flow/flow";
import type { Fact, Instant } from "@/lib/flow/world";
import { dateOnWall, firstShown, onWall } from "./clock";

type Useful = NonNullable<Extract<FlowNode, { type: "email" }>["data"]["useful"]>;

/** The last moment at which an email is worth sending, as docs/journey.md says; never when nothing limits it. */
export function usefulUntil(
  limit: Useful,
  arrivedAt: Instant,
  {
    entry,
    dates = [],
    deadlines = {},
  }: { entry: Fact; dates?: Flow["dates"]; deadlines?: Readonly<Record<string, Instant>> | undefined },
  zone: () => string,
): Instant {
  if (limit.until === "due") return arrivedAt + limit.forMs;
  if (limit.until === "moment") {
    return firstShown(limit.zone ?? zone(), onWall(dateOnWall(limit.date), limit.time));
  }
  if (limit.until === "funnel") {
    const own = dates.find(({ name }) => name === limit.named);
    if (!own) return Number.POSITIVE_INFINITY;
    if (own.kind !== undefined) return (deadlines[own.name] ?? Number.POSITIVE_INFINITY) + limit.offsetMs;
    return firstShown(own.zone ?? zone(), onWall(dateOnWall(own.date), own.time)) + limit.offsetMs;
  }
  const written = entry.properties[limit.property];
  if (typeof written !== "string") return Number.POSITIVE_INFINITY;
  const plain = /^(\d{4})-(\d{2})-(\d{2})$/.exec(written);
  const begins = plain
    ? firstShown(zone(), onWall(dateOnWall(written), "00:00"))
    : /T.*(Z|[+-]\d{2}:\d{2})$/.test(written)
      ? Date.parse(written)
      : Number.NaN;
  return Number.isNaN(begins) ? Number.POSITIVE_INFINITY : begins + limit.offsetMs;
}
