import type { Instant } from "@/lib/flow/world";
import type { MailRules } from "./mail-rules";
import { type MailHistory, mayGo } from "./may-go";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;

/** A Tuesday, midnight. Told by the reader's clock, so any zone will do. */
const TUESDAY = Date.UTC(2026, 2, 3);
const ZONE = "UTC";

/** Moments at which rules about hours are likely to hold a mail. */
const LIKELY = [
  23 * HOUR_MS + 10 * MINUTE_MS,
  6 * HOUR_MS + 30 * MINUTE_MS,
  13 * HOUR_MS,
  18 * HOUR_MS + 30 * MINUTE_MS,
  4 * DAY_MS + 10 * HOUR_MS,
  5 * DAY_MS + 10 * HOUR_MS,
];

const say = (at: Instant): string =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: ZONE,
  })
    .format(at)
    .replace(",", "");

/** The second moment after the first, with the date in words where it is another week's. */
const sayLater = (at: Instant, from: Instant): string =>
  at - from < 6 * DAY_MS ? say(at) : `${say(at)}, ${Math.round((at - from) / DAY_MS)} days later`;

/** What rules do, in one or two sentences that stand for all: when held mail goes. By the rules themselves. */
export function rulesExamples(rules: MailRules): string[] {
  const ask = (at: Instant, history: MailHistory) =>
    mayGo(
      { kind: "marketing", askedFor: false, usefulUntil: null },
      { marketing: "subscribed", suppressed: false, customer: false, zone: ZONE },
      rules,
      history,
      at,
    );
  const examples: string[] = [];
  for (const offset of LIKELY) {
    const due = TUESDAY + offset;
    const going = ask(due, { left: [], inFlight: 0 });
    if (going.may !== "hold") continue;
    examples.push(`An email due ${say(due)} goes out ${sayLater(going.until, due)}, their time.`);
    break;
  }
  const counted = examplesOfCounts(rules, ask);
  if (counted) examples.push(counted);
  return examples.length > 0 ? examples : ["Every email goes out as soon as it is due."];
}

type Ask = (at: Instant, history: MailHistory) => ReturnType<typeof mayGo>;

/** Somebody who has had as much as one rule allows. */
function examplesOfCounts(rules: MailRules, ask: Ask): string | null {
  const { perDay, perWeek, gapMs } = rules;
  const due = TUESDAY + DAY_MS + 15 * HOUR_MS;
  const had = (n: number, everyMs: number) =>
    Array.from({ length: n }, (_, index) => due - (index + 1) * everyMs);
  const cases = [
    perDay !== null && {
      who: `Somebody got ${emails(perDay)} within the last 24 hours`,
      left: had(perDay, Math.floor((20 * HOUR_MS) / perDay / MINUTE_MS) * MINUTE_MS),
    },
    perWeek !== null && {
      who: `Somebody got ${emails(perWeek)} within the last 7 days`,
      left: had(perWeek, Math.floor((6 * DAY_MS) / perWeek / HOUR_MS) * HOUR_MS || HOUR_MS),
    },
    gapMs !== null && { who: "Somebody got an email a minute ago", left: [due - MINUTE_MS] },
  ];
  for (const one of cases) {
    if (!one) continue;
    const going = ask(due, { left: one.left, inFlight: 0 });
    if (going.may !== "hold") continue;
    return `${one.who}: the next one, due ${say(due)}, goes out ${sayLater(going.until, due)}.`;
  }
  return null;
}

const emails = (n: number): string => (n === 1 ? "an email" : `${n} emails`);
