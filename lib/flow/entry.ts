import type { Entry } from "./flow";
import type { Fact, Instant } from "./world";

/**
 * Whether an event is about the same thing (cart, booking) as the one that started the enrollment, going by a property.
 * One that does not say counts as being about it.
 */
export function concerns(entry: Fact, fact: Fact, property: string): boolean {
  if (property === "") return true;
  const rule = { rule: "per-key", property } as const;
  const own = entryKey(rule, entry);
  const other = entryKey(rule, fact);
  return own === null || other === null || own === other;
}

/** Where people enter once per key, what is about another key (another cart) is not about this trip; what has none is. */
export const isOfThisEntry = (rule: Entry, entry: Fact, fact: Fact): boolean =>
  rule.rule !== "per-key" || concerns(entry, fact, rule.property);

/** The entry key of a test: each member has one per funnel, and it cannot be the key of an event. */
export const testKey = (userId: string): string => `test:${userId}`;

/** Longest value that tells one entry from another. */
const LONGEST_KEY = 200;

const DAY_MS = 86_400_000;

/**
 * How long after the last entry somebody may come in again. Whom the calendar brings in, by a schedule or a date of theirs,
 * comes so many days later by the clock: an hour of summer time or the seconds of a long run must not cost them their turn.
 */
export const againAfterMs = (days: number, byCalendar: boolean): number =>
  days * DAY_MS - (byCalendar ? DAY_MS / 2 : 0);

const BY_CALENDAR = new Set(["schedule.came", "date.came"]);

/** What is known of a contact's trips through one funnel, tests aside. */
export type Before = {
  /** When they last entered; null: they never did. */
  lastAt: Instant | null;
  /** One of the trips has not ended. */
  inside: boolean;
  /** The highest ordinal that an entry had; 0 without one. */
  ordinal: number;
};

export const NEVER_BEFORE: Before = { lastAt: null, inside: false, ordinal: 0 };

/** Why somebody cannot enter. Kept, so it only grows. */
export type Refusal =
  /** They have been in this funnel, and people enter it once, ever. */
  | { why: "once" }
  /** They have not left it yet. */
  | { why: "inside" }
  /** So many days must lie between two entries. */
  | { why: "too-soon"; days: number; until: Instant }
  /** The event does not say which cart, booking or order it is about. */
  | { why: "no-key"; property: string }
  /** The app did not run when their date came, and by now the day is over. */
  | { why: "late"; since: Instant }
  /** They are or were in it for that very value. */
  | { why: "same-key"; property: string; key: string }
  /** A rule of the funnel leaves them out; the sentence says which. */
  | { why: "rules"; because: string }
  /** Funnels have started each other so often that it stops here. */
  | { why: "too-deep" };

/** So many funnels may start each other, one after the other. */
export const MOST_IN_A_CHAIN = 10;

/**
 * Whether a contact enters now, and under which key: "once:", "key:<value>" of the event's property, or "n:<ordinal>" of
 * those who may come again. The key is unique per funnel and contact.
 */
export function mayEnter(
  entry: Entry,
  fact: Pick<Fact, "name" | "properties">,
  before: Before,
  now: Instant,
): { key: string } | { refused: Refusal } {
  switch (entry.rule) {
    case "once":
      return before.lastAt === null ? { key: "once:" } : { refused: { why: "once" } };
    case "per-key": {
      const key = entryKey(entry, fact);
      return key === null ? { refused: { why: "no-key", property: entry.property } } : { key };
    }
    case "after-end":
      return before.inside ? { refused: { why: "inside" } } : again(before);
    case "after-days": {
      const apart = againAfterMs(entry.days, BY_CALENDAR.has(fact.name));
      if (before.lastAt !== null && now < before.lastAt + apart) {
        const until = before.lastAt + entry.days * DAY_MS;
        return { refused: { why: "too-soon", days: entry.days, until } };
      }
      // Two trips side by side would be every mail twice.
      return before.inside ? { refused: { why: "inside" } } : again(before);
    }
  }
}

const again = ({ ordinal }: Before) => ({ key: `n:${ordinal + 1}` });

/** The key of a first entry. Null when the event lacks a usable value (missing, empty, too long, not a scalar). */
export function entryKey(entry: Entry, fact: Pick<Fact, "properties">): string | null {
  if (entry.rule === "once") return "once:";
  if (entry.rule !== "per-key") return "n:1";
  // What every object has of that name ("constructor") is no scalar either.
  const value = fact.properties[entry.property];
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return null;
  const key = String(value).trim();
  // PostgreSQL's text cannot hold a NUL.
  if (key === "" || key.length > LONGEST_KEY || key.includes("\0")) return null;
  return `key:${key}`;
}

/** How often one person may enter, as a sentence. */
export function sayEntry(entry: Entry): string {
  switch (entry.rule) {
    case "once":
      return "People enter it once, ever.";
    case "per-key":
      return `People enter it once per “${entry.property}”.`;
    case "after-end":
      return "People may enter it again after they have left it.";
    case "after-days":
      return `People may enter it again ${sayDays(entry.days)} after they last entered, once they have left it.`;
  }
}

/** Why somebody did not enter, as a sentence about them. `when` says a moment as people do. */
export function sayRefusal(refusal: Refusal, when: (at: Instant) => string): string {
  switch (refusal.why) {
    case "once":
      return "They have been in this funnel, and people enter it once, ever.";
    case "inside":
      return "They are still in this funnel, and may enter it again after they have left it.";
    case "too-soon":
      return `They may enter this funnel again ${sayDays(refusal.days)} after they last entered: ${when(refusal.until)}.`;
    case "no-key":
      return `People enter this funnel once per “${refusal.property}”, and what happened does not say which one.`;
    case "late":
      return `Their date came ${when(refusal.since)}, when the app did not run, and the day was over when it did.`;
    case "same-key":
      return `They have been in this funnel for this “${refusal.property}”.`;
    case "rules":
      return refusal.because;
    case "too-deep":
      return `Funnels had started each other ${MOST_IN_A_CHAIN} times in a row, and there it stops.`;
  }
}

const sayDays = (days: number): string => (days === 1 ? "a day" : `${days} days`);
