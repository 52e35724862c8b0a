import type { Random } from "./random";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long after something, in milliseconds: never shorter than `from`, and the shorter the likelier up to `to`. */
type After = { from: number; to: number };

/** How somebody behaves: what they do with a mail, and what they do by themselves. Chances are 0 to 1. */
export type Persona = {
  key: string;
  /** As a choice says it: "A contact who never opens". */
  label: string;
  /** Counted from the mail's arrival. */
  opens: { chance: number; after: After };
  /** Of what they opened, counted from the opening. `link`: the first of the mail, or any. */
  clicks: { chance: number; after: After; link: "first" | "any" };
  /** Of the marketing mails that they opened, counted from the opening. */
  unsubscribes: { chance: number; after: After };
  /** Counted from their entry. */
  buys: { chance: number; after: After } | null;
};

/** A mail as it lies before somebody: the keys of its links in reading order, and whether it can be unsubscribed from. */
export type Mail = { links: readonly string[]; unsubscribable: boolean };

/** What somebody does with a mail, `afterMs` milliseconds after it came. */
export type Reaction =
  | { does: "opens"; afterMs: number }
  | { does: "clicks"; afterMs: number; link: string }
  | { does: "unsubscribes"; afterMs: number };

/** What somebody does by themselves, `afterMs` milliseconds after they entered. */
export type Deed = { does: "buys"; afterMs: number };

/**
 * What this persona does with a mail, in the order in which they do it. Follows from the numbers of `random` alone; how
 * many of them are drawn does not depend on the answer.
 */
export function reactionsTo(
  { opens, clicks, unsubscribes }: Persona,
  mail: Mail,
  random: Random,
): Reaction[] {
  const draw = { opens: random(), clicks: random(), unsubscribes: random(), link: random() };
  const openedAt = drawn(opens.after, random);
  const clickedAt = openedAt + drawn(clicks.after, random);
  const unsubscribedAt = openedAt + drawn(unsubscribes.after, random);
  if (draw.opens >= opens.chance) return [];
  const reactions: Reaction[] = [{ does: "opens", afterMs: openedAt }];
  const link = mail.links[clicks.link === "first" ? 0 : Math.floor(draw.link * mail.links.length)];
  if (link !== undefined && draw.clicks < clicks.chance) {
    reactions.push({ does: "clicks", afterMs: clickedAt, link });
  }
  if (mail.unsubscribable && draw.unsubscribes < unsubscribes.chance) {
    reactions.push({ does: "unsubscribes", afterMs: unsubscribedAt });
  }
  return reactions.sort((a, b) => a.afterMs - b.afterMs);
}

/** What this persona does by themselves after they entered. */
export function deedsOf({ buys }: Persona, random: Random): Deed[] {
  const chance = random();
  if (!buys || chance >= buys.chance) return [];
  return [{ does: "buys", afterMs: drawn(buys.after, random) }];
}

/** Human delays lie close together and have a long tail, so a square: half of them within the first quarter. */
const drawn = ({ from, to }: After, random: Random): number => Math.round(from + (to - from) * random() ** 2);

const exactly = (ms: number): After => ({ from: ms, to: ms });
const never = { chance: 0, after: exactly(0) };

/** Three to watch a drawing with. Nothing about them is left to chance. */
export const NAMED = {
  neverOpens: {
    key: "never-opens",
    label: "A contact who never opens",
    opens: never,
    clicks: { ...never, link: "first" },
    unsubscribes: never,
    buys: null,
  },
  clicksAtOnce: {
    key: "clicks-at-once",
    label: "One who clicks at once",
    opens: { chance: 1, after: exactly(2 * MINUTE) },
    clicks: { chance: 1, after: exactly(MINUTE), link: "first" },
    unsubscribes: never,
    buys: null,
  },
  buysOnDay3: {
    key: "buys-on-day-3",
    label: "One who buys on day 3",
    opens: { chance: 1, after: exactly(HOUR) },
    clicks: { ...never, link: "first" },
    unsubscribes: never,
    buys: { chance: 1, after: exactly(3 * DAY + HOUR) },
  },
} as const satisfies Record<string, Persona>;

/** Personas in proportions: `share` of all people each, one in total. */
export type Mix = readonly { persona: Persona; share: number }[];

const rarely: Persona["unsubscribes"] = { chance: 0.004, after: { from: 20_000, to: 3 * MINUTE } };

/** People as they are: a third never looks, most only read, some click and few buy. */
export const DEMO_MIX: Mix = [
  { persona: { ...NAMED.neverOpens, key: "silent", label: "Never looks" }, share: 0.32 },
  {
    persona: {
      key: "reads",
      label: "Reads and does nothing",
      opens: { chance: 0.7, after: { from: 4 * MINUTE, to: 30 * HOUR } },
      clicks: { chance: 0.06, after: { from: 15_000, to: 5 * MINUTE }, link: "any" },
      unsubscribes: { ...rarely, chance: 0.012 },
      buys: null,
    },
    share: 0.27,
  },
  {
    persona: {
      key: "late",
      label: "Clicks late",
      opens: { chance: 0.75, after: { from: 5 * HOUR, to: 3 * DAY } },
      clicks: { chance: 0.45, after: { from: 20_000, to: 20 * MINUTE }, link: "any" },
      unsubscribes: rarely,
      buys: { chance: 0.07, after: { from: 3 * DAY, to: 16 * DAY } },
    },
    share: 0.16,
  },
  {
    persona: {
      key: "keen",
      label: "Clicks soon",
      opens: { chance: 0.92, after: { from: 40_000, to: 9 * HOUR } },
      clicks: { chance: 0.7, after: { from: 10_000, to: 6 * MINUTE }, link: "first" },
      unsubscribes: rarely,
      buys: { chance: 0.16, after: { from: 8 * HOUR, to: 12 * DAY } },
    },
    share: 0.14,
  },
  {
    persona: {
      key: "buyer",
      label: "Buys",
      opens: { chance: 0.95, after: { from: MINUTE, to: 14 * HOUR } },
      clicks: { chance: 0.75, after: { from: 10_000, to: 8 * MINUTE }, link: "first" },
      unsubscribes: never,
      buys: { chance: 1, after: { from: 3 * HOUR, to: 11 * DAY } },
    },
    share: 0.08,
  },
  {
    persona: {
      key: "leaves",
      label: "Unsubscribes",
      opens: { chance: 0.8, after: { from: 10 * MINUTE, to: 20 * HOUR } },
      clicks: { ...never, link: "first" },
      unsubscribes: { chance: 0.6, after: { from: 15_000, to: 2 * MINUTE } },
      buys: null,
    },
    share: 0.03,
  },
];

/** One of a mix, by its share. */
export function personaFrom(mix: Mix, random: Random): Persona {
  let rest = random();
  for (const { persona, share } of mix) {
    if (rest < share) return persona;
    rest -= share;
  }
  return (mix.at(-1) ?? { persona: NAMED.neverOpens }).persona;
}
