import type { Instant } from "@/lib/flow/world";
import { sayDuration } from "@/lib/time/duration";
import { sayDay } from "@/lib/time/moment";
import { firstOpen, type MailRules } from "./mail-rules";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

export type Addressee = {
  marketing: "none" | "subscribed" | "unsubscribed";
  /** The address bounced for good or its owner complained. */
  suppressed: boolean;
  /** They bought something. */
  customer: boolean;
  /** Theirs, or the workspace's where it is not known: an IANA name. */
  zone: string;
};

export type Leaving = {
  kind: "marketing" | "service";
  /** The person asked for it: window, quiet hours, caps and gap do not hold it. */
  askedFor: boolean;
  /** After this moment it is not sent at all. */
  usefulUntil: Instant | null;
};

/** Marketing email to one contact, over all funnels. */
export type MailHistory = {
  /** When it left or may have left, latest first; as many as a cap can count are enough. */
  left: readonly Instant[];
  /** Mails on their way, which may be leaving right now. */
  inFlight: number;
};

export type Going =
  | { may: "go" }
  /** `until`: at that moment it may go, if nothing else happens. `because`: "quiet hours". */
  | { may: "hold"; until: Instant; because: string }
  | { may: "drop"; because: string };

/** Why this person gets no mail of that kind, as a sentence; null when they may. Asked again before a retry. */
export function whyNever(
  kind: Leaving["kind"],
  to: Omit<Addressee, "zone">,
  { customers }: Pick<MailRules, "customers">,
): string | null {
  if (to.suppressed) return "This address bounced or complained and gets no mail.";
  if (kind === "service" || to.marketing === "subscribed") return null;
  if (to.marketing === "unsubscribed") return "They have unsubscribed.";
  return customers && to.customer ? null : "They never agreed to marketing mail.";
}

/**
 * Whether this mail may go to this person now. Asked last, under the contact's lock, right before it leaves. Service mail
 * passes everything but suppression.
 */
export function mayGo(
  mail: Leaving,
  to: Addressee,
  rules: MailRules,
  history: MailHistory,
  now: Instant,
): Going {
  const never = whyNever(mail.kind, to, rules);
  if (never !== null) return { may: "drop", because: never };
  const { usefulUntil } = mail;
  if (usefulUntil !== null && now > usefulUntil) {
    return { may: "drop", because: `It was only useful until ${sayDay(usefulUntil, to.zone)}, their time.` };
  }
  if (mail.kind === "service" || mail.askedFor) return { may: "go" };
  const { until, because } = firstMoment(rules, history, to.zone, now);
  if (until === now) return { may: "go" };
  if (usefulUntil !== null && until > usefulUntil) {
    return {
      may: "drop",
      because: `It was only useful until ${sayDay(usefulUntil, to.zone)}, their time, and was held until ${sayDay(until, to.zone)}: ${because}.`,
    };
  }
  return { may: "hold", until, because };
}

/** The first moment, never before `now`, that breaks no rule if nothing else is sent, and what had to be waited for. */
function firstMoment(
  rules: MailRules,
  history: MailHistory,
  zone: string,
  now: Instant,
): { until: Instant; because: string } {
  const counted = countedFrom(rules, history, now);
  const from = Math.max(now, ...counted.map(({ at }) => at));
  const open = firstOpen(rules, zone, from);
  const because = [
    ...counted.filter(({ at }) => at > now).map((one) => one.because),
    ...open.closed.map((rule) => (rule === "quiet" ? "quiet hours" : "outside the send window")),
  ].join(", then ");
  // Saving refuses such rules. Should they be there all the same, nobody is mailed, and they are looked at again.
  if (open.at === null) return { until: from + DAY_MS, because: "the rules leave no hour for sending" };
  return { until: open.at, because };
}

/** From when on each rule that counts mails lets the next one go. What is in flight counts as leaving now. */
function countedFrom(
  { perDay, perWeek, gapMs }: MailRules,
  { left, inFlight }: MailHistory,
  now: Instant,
): { at: Instant; because: string }[] {
  const latest = [...Array<Instant>(inFlight).fill(now), ...left].map((at) => Math.min(at, now));
  /** With so many before it, the one that must first be over. */
  const over = (most: number | null, ms: number, because: (n: number) => string) => {
    const nth = most === null ? undefined : latest[most - 1];
    return most === null || nth === undefined ? [] : [{ at: nth + ms, because: because(most) }];
  };
  const had = (n: number) =>
    `they have had ${n === 1 ? "a marketing email" : `${n} marketing emails`} within`;
  return [
    ...over(perWeek, WEEK_MS, (n) => `${had(n)} 7 days`),
    ...over(perDay, DAY_MS, (n) => `${had(n)} 24 hours`),
    ...over(gapMs === null ? null : 1, gapMs ?? 0, () => `${sayDuration(gapMs ?? 0)} between two emails`),
  ];
}
