import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type enrollment, event, message } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { afterHold, type GoneOn, laterOf } from "@/lib/mail/backlog";
import { type MailRules, NO_RULES } from "@/lib/mail/mail-rules";
import { type Addressee, type Going, type MailHistory, mayGo } from "@/lib/mail/may-go";
import { sayDay } from "@/lib/time/moment";
import { firstZone } from "@/lib/time/zone";
import { isSuppressed, type Settings } from "./freeze";
import type { Contact } from "./lock-contact";
import { whyNotNow } from "./who-is-it-for";

type Row = typeof message.$inferSelect;

/** What is later than this goes out only if a person says so. */
export const MOST_LATE_MS = 24 * 3_600_000;

/** Rules that would hold a mail longer than this: a person decides, too. */
export const MOST_HELD_MS = 14 * 24 * 3_600_000;

export type PutOff = { until: Instant; because: string; by: "rules" | "spread" };

export type Decided =
  | Exclude<Going, { may: "hold" }>
  | ({ may: "hold" } & PutOff)
  /** Somebody must decide. */
  | { may: "ask"; because: string };

type Asked = {
  message: Row;
  enrollment: typeof enrollment.$inferSelect;
  contact: Contact;
  settings: Settings;
  /** What was decided when its funnel last went on. */
  goneOn: GoneOn | null;
};

/**
 * Whether a mail leaves now: who may be mailed and when, what was decided about a backlog, and whether it is late. The
 * contact's lock must be held. A member's test goes to themselves, whatever the rules are.
 */
export async function goingOf(
  tx: Tx,
  { message: row, enrollment: enrolled, contact, settings, goneOn }: Asked,
  now: Instant,
): Promise<Decided> {
  const rules = enrolled.test ? NO_RULES : rulesOf(settings);
  const to = await addresseeOf(tx, { contact, settings, rules, test: enrolled.test });
  const counts = row.kind === "marketing" && !row.askedFor;
  const history = counts ? await historyOf(tx, row, rules) : { left: [], inFlight: 0 };
  // Its clock runs so fast that nothing would stay useful for long.
  const mail = enrolled.test ? { ...row, usefulUntil: null } : row;
  const going = mayGo(mail, to, rules, history, now);
  if (going.may === "drop" || enrolled.test) {
    return going.may === "hold" ? { ...going, by: "rules" } : going;
  }
  const notForThem = row.kind === "marketing" ? await whyNotNow(tx, enrolled, now) : null;
  if (notForThem !== null) return { may: "drop", because: notForThem };
  // What the rules or a spread put off was to leave then, and is late only from then on.
  const dueAt = Math.max(row.dueAt, row.notBefore ?? 0);
  const waived = row.lateAllowed !== null;
  const decided = laterOf(goneOn, settings.goneOn);
  const after = waived ? null : afterHold(decided, { id: row.id, dueAt }, now);
  if (after && "skip" in after) return { may: "drop", because: after.skip };
  if (after && "until" in after) {
    if (row.usefulUntil === null || after.until <= row.usefulUntil) {
      return { may: "hold", ...after, by: "spread" };
    }
    const useful = sayDay(row.usefulUntil, to.zone);
    return { may: "drop", because: `It was only useful until ${useful}, their time.` };
  }
  if (!waived && now - (after?.dueAt ?? dueAt) > MOST_LATE_MS) {
    return { may: "ask", because: "It is more than a day late." };
  }
  if (going.may === "go") return going;
  // A backlog is held by the rules from when it was decided to go.
  const went = afterHold(decided, row, now);
  const heldFrom = went && "dueAt" in went ? went.dueAt : row.dueAt;
  if (!waived && going.until - heldFrom > MOST_HELD_MS) {
    return {
      may: "ask",
      because: `The rules would hold it for more than two weeks: ${going.because}.`,
    };
  }
  return { ...going, by: "rules" };
}

/** A workspace's rules, with what it has never set. */
export const rulesOf = ({ rules }: Pick<Settings, "rules">): MailRules => ({ ...NO_RULES, ...rules });

/** How many mails a rule can count at most. 0: none does. */
export const mostCounted = ({ perDay, perWeek, gapMs }: MailRules): number =>
  Math.max(perDay ?? 0, perWeek ?? 0, gapMs === null ? 0 : 1);

async function addresseeOf(
  tx: Tx,
  {
    contact,
    settings,
    rules,
    test,
  }: { contact: Contact; settings: Settings; rules: MailRules; test: boolean },
): Promise<Addressee> {
  const { workspaceId, email, marketing } = contact;
  const asksForPurchase = rules.customers && marketing === "none";
  const [suppressed, customer] = await Promise.all([
    !test && isSuppressed(tx, { workspaceId, email }),
    asksForPurchase && hasBought(tx, contact),
  ]);
  return { marketing, suppressed, customer, zone: firstZone(contact.timeZone, settings.timeZone) };
}

async function hasBought(tx: Tx, { workspaceId, id }: Contact): Promise<boolean> {
  const [bought] = await tx
    .select({ id: event.id })
    .from(event)
    .where(and(eq(event.workspaceId, workspaceId), eq(event.contactId, id), eq(event.name, "purchase")))
    .limit(1);
  return bought !== undefined;
}

/** The contact's latest marketing mail, over all funnels; what is on its way first. */
async function historyOf(tx: Tx, row: Row, rules: MailRules): Promise<MailHistory> {
  const most = mostCounted(rules);
  if (most === 0 || row.contactId === null) return { left: [], inFlight: 0 };
  const { workspaceId, contactId } = row;
  const rows = await countedOf(tx, { workspaceId, contactId }, most);
  const left = rows.flatMap(({ settledAt }) => settledAt ?? []);
  return { left, inFlight: rows.length - left.length };
}

/** As many of a contact's latest marketing mails as a rule can count, read off the index `message_counted`. */
export const countedOf = (
  tx: Tx,
  { workspaceId, contactId }: { workspaceId: string; contactId: string },
  most: number,
) =>
  tx
    .select({ settledAt: message.settledAt })
    .from(message)
    .where(
      and(
        eq(message.workspaceId, workspaceId),
        eq(message.contactId, contactId),
        // Written out, as the index is partial: a parameter would not show that it applies.
        sql`${message.kind} = 'marketing' and ${message.state} in ('sending', 'sent', 'unknown')`,
      ),
    )
    .orderBy(sql`${desc(message.settledAt)} nulls first`)
    .limit(most);
