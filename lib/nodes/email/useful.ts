import { z } from "zod";
import type { Instant, World } from "@/lib/flow/world";
import { calendarDate, momentIn, timeOfDay } from "@/lib/time/calendar";
import { sayDuration } from "@/lib/time/duration";
import { momentOfDate } from "@/lib/time/given-date";
import { sayDay } from "@/lib/time/moment";
import { sayZone, timeZone } from "@/lib/time/zone";
import { duration, LONGEST_WAIT_MS, type Place } from "../contract";

const offset = z.int().min(-LONGEST_WAIT_MS).max(LONGEST_WAIT_MS).default(0);

/** Until when an email is worth sending. Afterwards it is skipped. */
export const useful = z.discriminatedUnion("until", [
  /** `zone`: whose clock; null is that of the person. */
  z.strictObject({
    until: z.literal("moment"),
    date: calendarDate,
    time: timeOfDay.default("18:00"),
    zone: timeZone.nullable().default(null),
  }),
  /** A date that the event which started the enrollment carries, and so long after it, or before. */
  z.strictObject({
    until: z.literal("event"),
    property: z
      .string()
      .trim()
      .regex(/^[\w.-]{0,80}$/, "Name the property with letters, digits, _, . or -.")
      .default(""),
    offsetMs: offset,
  }),
  /** A date of the funnel by its name, and so long after it, or before. */
  z.strictObject({
    until: z.literal("funnel"),
    named: z
      .string()
      .trim()
      .regex(/^[\w-]{0,80}$/, "Name it with letters, digits, _ or -.")
      .default(""),
    offsetMs: offset,
  }),
  /** So long after it is due. */
  z.strictObject({ until: z.literal("due"), forMs: duration.default(86_400_000) }),
]);
export type Useful = z.output<typeof useful>;

/** With the moment told for whoever reads of it: "Tue 3 Mar 2026 18:00, their time". */
export type UsefulUntil = { at: Instant; said: string };

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** A moment says its offset: without one nobody knows whose clock is meant. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** When a text means: a moment as it is written, a date alone as the beginning of that day. Null: neither. */
function momentOf(text: unknown, zone: () => string): Instant | null {
  if (typeof text !== "string") return null;
  if (DATE.test(text)) return calendarDate.safeParse(text).success ? momentIn(zone(), text, "00:00") : null;
  const at = MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

/** Null: always. Also where the event or the funnel has no such date: what is not known limits nothing. */
export function usefulUntil(
  limit: Useful | undefined,
  { arrivedAt }: Pick<Place, "arrivedAt">,
  world: Pick<World, "entry" | "zone" | "date">,
): UsefulUntil | null {
  if (!limit) return null;
  switch (limit.until) {
    case "moment": {
      const zone = limit.zone ?? world.zone();
      const at = momentIn(zone, limit.date, limit.time);
      return { at, said: `${sayDay(at, zone)}, ${limit.zone === null ? "their time" : sayZone(zone)}` };
    }
    case "event": {
      const begins = momentOf(world.entry.properties[limit.property], () => world.zone());
      if (begins === null) return null;
      const at = begins + limit.offsetMs;
      return { at, said: `${sayDay(at, world.zone())}, their time` };
    }
    case "funnel": {
      const date = world.date(limit.named);
      if (date === null) return null;
      const at = momentOfDate(date, world.zone()) + limit.offsetMs;
      return { at, said: `${sayDay(at, world.zone())}, their time` };
    }
    case "due": {
      const at = arrivedAt + limit.forMs;
      return { at, said: `${sayDuration(limit.forMs)} after it was due` };
    }
  }
}

/** Whether it depends on where they are. */
export const asksZone = (limit: Useful | undefined): boolean =>
  limit?.until === "event" || limit?.until === "funnel" || (limit?.until === "moment" && limit.zone === null);

/** "3 Mar 2026" */
const sayDate = (date: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).format(Date.parse(date));

/** For the card, after the subject: "useful until 3 Mar 2026 18:00". */
export function sayUseful(limit: Useful): string {
  switch (limit.until) {
    case "moment":
      return `only until ${sayDate(limit.date)} ${limit.time}`;
    case "event":
      return `only until ${sayFrom(limit.property ? `“${limit.property}”` : "a date of the event", limit)}`;
    case "funnel":
      return `only until ${sayFrom(limit.named ? `“${limit.named}”` : "a date of the funnel", limit)}`;
    case "due":
      return `only until ${sayDuration(limit.forMs)} after it is due`;
  }
}

/** "2 hours before “close”" */
function sayFrom(named: string, { offsetMs }: { offsetMs: number }): string {
  if (offsetMs === 0) return named;
  return `${sayDuration(Math.abs(offsetMs))} ${offsetMs > 0 ? "after" : "before"} ${named}`;
}
