import { z } from "zod";
import { eventName } from "@/lib/flow/event-name";
import { calendarDate, timeOfDay, type Weekday } from "@/lib/time/calendar";
import { timeZone } from "@/lib/time/zone";
import { duration } from "../contract";

const DAY_MS = 86_400_000;
export const NINE = "09:00";
export const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
export const WORKING_DAYS: readonly Weekday[] = [1, 2, 3, 4, 5];

const MINUTES_A_YEAR = 365 * 24 * 60;

/** Days on the calendar, a year at most. */
const days = z.int().min(0).max(365, "A wait lasts a year at most.");

const time = timeOfDay.default(NINE);

/** What happens when the moment has passed before somebody comes. */
const past = z.enum(["continue", "skip-email", "missed"]).default("continue");

export type Past = z.output<typeof past>;

const event = z.union([z.literal(""), eventName]).default("");

/**
 * A property of the event that started the enrollment, for example "cartId": an event with another value is about another
 * cart and does not count, one without it counts for all. Empty: every event of that name counts.
 */
const same = z
  .string()
  .trim()
  .regex(/^[\w-]{0,80}$/, "Name the property with letters, digits, _ or -.")
  .default("");

const until = z.discriminatedUnion("kind", [
  /** The next such time on an allowed weekday, so many days on, in their zone. */
  z.strictObject({
    kind: z.literal("time"),
    days: days.default(0),
    time,
    weekdays: z
      .array(z.literal([1, 2, 3, 4, 5, 6, 7]))
      .min(1, "Choose at least one weekday.")
      .max(7)
      .refine((list) => new Set(list).size === list.length, "Name each weekday once.")
      .default([...EVERY_DAY]),
  }),
  /** A moment of the calendar. `zone`: whose clock; null is that of the person. */
  z.strictObject({
    kind: z.literal("date"),
    date: calendarDate,
    time,
    zone: timeZone.nullable().default(null),
    past,
  }),
  /** So many days after the day they entered, at a time, in their zone. */
  z.strictObject({ kind: z.literal("day"), day: days.default(1), time, past }),
  /**
   * So far from a date: of the funnel, in a field of theirs, or of the event that started it. Days and minutes may be
   * negative: before it. `time` null: at the date's own time. It follows the date when it moves.
   */
  z.strictObject({
    kind: z.literal("around"),
    of: z.enum(["funnel", "field", "event"]).default("field"),
    /** Of the date, the field or the property. */
    named: z
      .string()
      .trim()
      .regex(/^[\w-]{0,80}$/, "Name it with letters, digits, _ or -.")
      .default(""),
    days: z.int().min(-365, "At most a year before.").max(365, "At most a year after.").default(0),
    minutes: z.int().min(-MINUTES_A_YEAR).max(MINUTES_A_YEAR).default(0),
    time: timeOfDay.nullable().default(NINE),
    past,
  }),
  /** The first such event, up to a limit. `since`: what happened before they came here counts, or does not. */
  z.strictObject({
    kind: z.literal("event"),
    event,
    same,
    since: z.enum(["arrival", "entry"]).default("arrival"),
    atMostMs: duration.default(3 * DAY_MS),
  }),
  /** That long without such an event; each new one begins it again. */
  z.strictObject({ kind: z.literal("quiet"), event, same, forMs: duration.default(DAY_MS) }),
]);
export type Until = z.output<typeof until>;

export const waitSettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  /** A length of time; what a wait without `until` waits. Kept beside `until`, for when somebody changes back. */
  forMs: duration.default(DAY_MS),
  until: until.optional(),
});
export type WaitSettings = z.output<typeof waitSettings>;
