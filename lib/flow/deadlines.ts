import { z } from "zod";
import { momentAfterDays, timeOfDay } from "@/lib/time/calendar";
import { dateName } from "./date-name";
import type { Instant } from "./world";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** How long after somebody enters: days on the calendar, a day at least, so that it never lies before that; or hours. */
export const deadlineShapes = {
  days: z
    .int("Give a whole number of days.")
    .min(1, "The next day at the earliest. Use hours for a shorter deadline.")
    .max(365, "A deadline is a year away at most."),
  hours: z
    .int("Give a whole number of hours.")
    .min(1, "Give people at least one hour.")
    .max(8_760, "A deadline is a year away at most."),
};

/** At `time` on that day after the day they entered, by their clock. */
const byDays = z.strictObject({
  name: dateName,
  kind: z.literal("days"),
  days: deadlineShapes.days,
  time: timeOfDay,
});

/** So many hours after they entered, and on to the full minute: what a text prints is when it is. */
const byHours = z.strictObject({
  name: dateName,
  kind: z.literal("hours"),
  hours: deadlineShapes.hours,
});

/** A moment that each person has of their own, so long after they entered. */
export const deadlineKinds = [byDays, byHours] as const;
export type Deadline = z.output<typeof byDays> | z.output<typeof byHours>;

/** A date of a funnel as far as this page cares: a deadline, or one of the calendar. */
type Any = Deadline | { kind?: undefined; name: string };

/** The deadlines of one person by name, fixed when they entered. */
export type Deadlines = Readonly<Record<string, Instant>>;

export const NO_DEADLINES: Deadlines = {};

/** Who entered when, and the zone they were in then: an IANA name. */
export type Entered = { enteredAt: Instant; zone: string };

export const deadlineAt = (deadline: Deadline, { enteredAt, zone }: Entered): Instant =>
  deadline.kind === "days"
    ? momentAfterDays(zone, enteredAt, deadline.days, deadline.time)
    : Math.ceil((enteredAt + deadline.hours * HOUR_MS) / MINUTE_MS) * MINUTE_MS;

/** The deadlines of a drawing that somebody has not had yet. */
export const unfixed = (dates: readonly Any[] | undefined, fixed: Deadlines): Deadline[] =>
  (dates ?? []).flatMap((one) => (one.kind === undefined || Object.hasOwn(fixed, one.name) ? [] : [one]));

/** Those of somebody who entered then. What was fixed before stays, whatever the drawing says now. */
export const fixDeadlines = (
  dates: readonly Any[] | undefined,
  entered: Entered,
  fixed: Deadlines = NO_DEADLINES,
): Deadlines => ({
  ...fixed,
  ...Object.fromEntries(unfixed(dates, fixed).map((one) => [one.name, deadlineAt(one, entered)])),
});

const count = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? "" : "s"}`;

/** "3 days after they enter, 23:59, their time", for whoever draws. */
export const sayDeadline = (deadline: Deadline): string =>
  deadline.kind === "days"
    ? `${count(deadline.days, "day")} after they enter, ${deadline.time}, their time`
    : `${count(deadline.hours, "hour")} after they enter`;
