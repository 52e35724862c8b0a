import { z } from "zod";
import type { Instant } from "@/lib/flow/world";
import { timeOfDay, type Weekday } from "@/lib/time/calendar";
import { type Hours, nextHours } from "@/lib/time/hours";

const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** At most so many; null: no limit. */
const most = (limit: number, what: string) =>
  z
    .int(`Give the most marketing emails ${what} as a whole number, or leave it empty.`)
    .min(1, `At least 1 marketing email ${what} must be allowed. Leave it empty for no limit.`)
    .max(limit, `At most ${limit} marketing emails ${what}. Leave it empty for no limit.`)
    .nullable()
    .default(null);

const shape = z.strictObject({
  /** Marketing email may also go to whoever bought something and has not unsubscribed. */
  customers: z.boolean().default(false),
  /** When marketing email may leave, by the reader's clock; null: at any time. */
  window: z
    .strictObject({
      weekdays: z
        .array(z.literal([1, 2, 3, 4, 5, 6, 7]))
        .min(1, "Choose at least one weekday for sending.")
        .max(7)
        .refine((list) => new Set(list).size === list.length, "Name each weekday once."),
      from: timeOfDay,
      to: timeOfDay,
    })
    .nullable()
    .default(null),
  /** When it may not, by the reader's clock. */
  quiet: z
    .strictObject({ from: timeOfDay, to: timeOfDay })
    .refine(({ from, to }) => from !== to, "Quiet hours must end at another time than they begin.")
    .nullable()
    .default(null),
  /** Within any 24 hours, and within any 7 days, over all funnels. */
  perDay: most(50, "a day"),
  perWeek: most(200, "a week"),
  /** Shortest time between two marketing emails, in milliseconds; null: none. */
  gapMs: z
    .int()
    .min(60_000, "The time between two marketing emails is at least a minute.")
    .max(7 * 86_400_000, "The time between two marketing emails is at most 7 days.")
    .nullable()
    .default(null),
});

/** Who may be sent marketing email, and when: the rules of a workspace, over all its funnels. */
export const mailRules = shape.refine(
  (rules) => firstOpen(rules, "UTC", SOME_MONDAY).at !== null,
  "With these quiet hours no time is left in the send window. Make one of them shorter.",
);
export type MailRules = z.output<typeof shape>;

/** Nothing but consent and suppression. */
export const NO_RULES: MailRules = shape.parse({});

const SOME_MONDAY = Date.UTC(2026, 0, 5);

/** More than this many steps from closed hours to closed hours, and there is no open one. */
const MOST_STEPS = 40;

/** The first moment, never before `from`, that is in the send window and not in quiet hours; null when there is none. */
export function firstOpen(
  { window, quiet }: Pick<MailRules, "window" | "quiet">,
  zone: string,
  from: Instant,
): { at: Instant | null; closed: ("window" | "quiet")[] } {
  const nights: Hours | null = quiet && { ...quiet, weekdays: EVERY_DAY };
  const closed = new Set<"window" | "quiet">();
  let at = from;
  for (let tried = 0; tried < MOST_STEPS; tried++) {
    const before = at;
    const opens = window ? nextHours(zone, at, window).start : at;
    if (opens > at) {
      closed.add("window");
      at = opens;
    }
    const night = nights && nextHours(zone, at, nights);
    if (night && night.start <= at) {
      closed.add("quiet");
      at = night.end;
    }
    if (at === before) return { at, closed: [...closed] };
  }
  return { at: null, closed: [...closed] };
}
