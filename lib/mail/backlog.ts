import { z } from "zod";
import type { Instant } from "@/lib/flow/world";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What has come together while nothing was sent. */
export type Backlog = {
  /** Emails that should have left by now. */
  mails: number;
  /** Of those, more than a day late. */
  late: number;
  /** Emails that the rules have put off until a moment still to come. They are due then, so the decision is not about them. */
  byRules: number;
  /** People whose wait has ended meanwhile. */
  people: number;
  /** When the first of all this should have happened, ms since the epoch; null when there is nothing. */
  since: number | null;
  /** All sending is held: whatever is decided here, no mail leaves before that is over. */
  allHeld: boolean;
};

/** What becomes of the mail that came together while a funnel was paused, or all sending was held. */
export const backlogChoice = z.discriminatedUnion("do", [
  /** What is more than a day late waits for a decision; the rest goes. */
  z.strictObject({ do: z.literal("decide") }),
  /** All of it goes now. */
  z.strictObject({ do: z.literal("send") }),
  /** All of it goes, evenly over so many days. */
  z.strictObject({
    do: z.literal("spread"),
    days: z
      .int("Give the days as a whole number.")
      .min(1, "Spread it over at least 1 day.")
      .max(14, "Spread it over at most 14 days."),
  }),
  /** What is later than this is skipped; the rest goes now. */
  z.strictObject({
    do: z.literal("skip"),
    hours: z
      .int("Give the hours as a whole number.")
      .min(1, "Skip what is older than at least 1 hour.")
      .max(720, "Skip what is older than at most 720 hours."),
  }),
  /** Waits that ended meanwhile start over now. Mail that was due before goes as with `decide`. */
  z.strictObject({ do: z.literal("restart") }),
]);
export type BacklogChoice = z.output<typeof backlogChoice>;

/** The decision, with when it was made: it is about whatever should have happened before that. */
export type GoneOn = {
  at: Instant;
  by: string | null;
  choice: BacklogChoice;
  /** How many emails and people it was about, for telling how far it has got. */
  total: number;
};

export type AfterHold =
  /** It counts as due then, however late it is. */
  | { dueAt: Instant }
  /** Its place in the spread comes later. */
  | { until: Instant; because: string }
  | { skip: string };

/** What a decision means for one mail that should have left at `dueAt`; null when it is not about this mail. Pure. */
export function afterHold(
  goneOn: GoneOn | null,
  mail: { id: string; dueAt: Instant },
  now: Instant,
): AfterHold | null {
  if (!goneOn || mail.dueAt >= goneOn.at) return null;
  const { at, choice } = goneOn;
  switch (choice.do) {
    case "decide":
    case "restart":
      return null;
    case "send":
      return { dueAt: at };
    case "skip": {
      const late = at - mail.dueAt;
      if (late <= choice.hours * HOUR_MS) return { dueAt: at };
      return {
        skip: `It was ${hours(late)} late when sending went on, and email older than ${hours(choice.hours * HOUR_MS)} was skipped.`,
      };
    }
    case "spread": {
      const slot = at + Math.floor(placeOf(mail.id) * choice.days * DAY_MS);
      if (slot <= now) return { dueAt: slot };
      return { until: slot, because: `spread over ${choice.days === 1 ? "a day" : `${choice.days} days`}` };
    }
  }
}

const hours = (ms: number): string => {
  const n = Math.floor(ms / HOUR_MS);
  return n === 1 ? "1 hour" : `${n} hours`;
};

/** From 0 to 1, by the first 32 bits of a random id. */
const placeOf = (id: string): number => Number.parseInt(id.slice(0, 8), 16) / 2 ** 32;

/** Of two decisions about the same mail, the later one. */
export const laterOf = (a: GoneOn | null, b: GoneOn | null): GoneOn | null =>
  a === null || b === null ? (a ?? b) : a.at >= b.at ? a : b;
