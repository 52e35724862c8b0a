import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import {
  contact,
  enrollment,
  funnel,
  funnelVersion,
  type link,
  message,
  workspace,
  workspaceSettings,
} from "@/db/schema";
import { NO_DEADLINES } from "@/lib/flow/deadlines";
import { dateNamed, type FunnelDate, givenBy } from "@/lib/flow/funnel-dates";
import { realTime } from "@/lib/flow/journey-clock";
import type { Instant } from "@/lib/flow/world";
import { webAddress } from "@/lib/mail/destination";
import type { ClosingLink } from "@/lib/mail/document";
import { momentOfDate } from "@/lib/time/given-date";
import { firstZone } from "@/lib/time/zone";

type Link = typeof link.$inferSelect;

type Scene = {
  enrolled: typeof enrollment.$inferSelect;
  dates: readonly FunnelDate[] | undefined;
  zone: string;
};

/**
 * What is kept with a link that closes, by the real clock. A deadline of theirs never moves; a date of the funnel is asked
 * for again at the click. A test goes by its own frozen draft, which nobody publishes.
 */
export function closingOf(
  { until, afterwards }: Pick<ClosingLink, "until" | "afterwards">,
  { enrolled, dates, zone }: Scene,
): Pick<Link, "closesAt" | "follows" | "afterwards"> {
  const date = dateNamed(dates, until);
  const given = date && givenBy(date, enrolled.deadlines ?? NO_DEADLINES);
  // No version without the date is published, and whoever walks by one has its deadlines.
  if (!date || !given) throw new Error(`There is no date “${until}” by which a link could close.`);
  return {
    closesAt: realTime(enrolled, momentOfDate(given, zone)),
    follows: date.kind === undefined && !enrolled.test ? until : null,
    // As it is printed in an answer's header, like the address that it takes the place of.
    afterwards: webAddress(afterwards.trim()),
  };
}

/** Who is told that a link has closed: the zone they are in, and the name they know its sender by. */
export type Told = { end: Instant | null; zone: string; sender: string };

/**
 * When a link closes, ms since the epoch, by the dates of the version that is live now; null: never. A date that the live
 * version does not have any more closes it as it was when the mail was made ready.
 */
async function linkEnd(db: Db, found: Link): Promise<Instant | null> {
  const { closesAt, follows } = found;
  if (closesAt === null || follows === null) return closesAt;
  const [row] = await readerOf(db, found);
  return row ? movedTo(row, found) : closesAt;
}

/** Where a press on a link leads at that moment: an address of ours once it has closed and its author named no other. */
export async function whereTo(db: Db, found: Link, now: Instant): Promise<string> {
  const end = await linkEnd(db, found);
  return end === null || now < end ? found.url : (found.afterwards ?? `/c/${found.token}/closed`);
}

/** What whoever comes too late is told. Null when the mail is not there any more. */
export async function toldOfEnd(db: Db, found: Link): Promise<Told | null> {
  const { workspaceId, messageId } = found;
  const [[row], [mail]] = await Promise.all([
    readerOf(db, found),
    db
      .select({ from: sql<string | null>`${message.frozen} ->> 'from'` })
      .from(message)
      .where(and(eq(message.workspaceId, workspaceId), eq(message.id, messageId))),
  ]);
  if (!row) return null;
  const own = nameIn(mail?.from ?? "");
  return { end: movedTo(row, found), zone: row.zone, sender: own || row.senderName || row.name };
}

/** The display name of a line such as `"Anna Berg" <anna@example.org>`. */
const nameIn = (from: string): string => /^"([^"]*)" </.exec(from)?.[1] ?? "";

type Reader = { dates: FunnelDate[] | null; zone: string; senderName: string; name: string };

function movedTo({ dates, zone }: Reader, { closesAt, follows }: Link): Instant | null {
  const date = follows === null ? undefined : dateNamed(dates ?? [], follows);
  const given = date && givenBy(date, NO_DEADLINES);
  return given ? momentOfDate(given, zone) : closesAt;
}

async function readerOf(db: Db, { workspaceId, messageId }: Link): Promise<Reader[]> {
  const rows = await db
    .select({
      dates: sql<FunnelDate[] | null>`${funnelVersion.flow} -> 'dates'`,
      own: contact.timeZone,
      workspaces: workspaceSettings.timeZone,
      senderName: workspaceSettings.senderName,
      name: workspace.name,
    })
    .from(message)
    .innerJoin(
      enrollment,
      and(eq(enrollment.workspaceId, message.workspaceId), eq(enrollment.id, message.enrollmentId)),
    )
    .innerJoin(funnel, and(eq(funnel.workspaceId, message.workspaceId), eq(funnel.id, enrollment.funnelId)))
    .innerJoin(workspaceSettings, eq(workspaceSettings.workspaceId, message.workspaceId))
    .innerJoin(workspace, eq(workspace.id, message.workspaceId))
    .leftJoin(
      funnelVersion,
      and(eq(funnelVersion.workspaceId, message.workspaceId), eq(funnelVersion.id, funnel.liveVersionId)),
    )
    .leftJoin(contact, and(eq(contact.workspaceId, message.workspaceId), eq(contact.id, message.contactId)))
    .where(and(eq(message.workspaceId, workspaceId), eq(message.id, messageId)));
  return rows.map(({ own, workspaces, ...row }) => ({ ...row, zone: firstZone(own, workspaces) }));
}
