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
    afterwards: afterwards || null,
  };
}

/** Whose link it is, and the zone that its reader is in. `senderName` and `name` are those of the workspace. */
export type Reader = { zone: string; senderName: string; name: string };

/**
 * When a link closes, ms since the epoch, by the dates of the version that is live now; null: never. A date that the live
 * version does not have any more closes it as it was when the mail was made ready.
 */
async function linkEnd(db: Db, found: Link): Promise<Instant | null> {
  if (found.closesAt === null || found.follows === null) return found.closesAt;
  return (await endAndReader(db, found))?.end ?? found.closesAt;
}

/** Where a press on a link leads at that moment: an address of ours once it has closed and its author named no other. */
export async function whereTo(db: Db, found: Link, now: Instant): Promise<string> {
  const end = await linkEnd(db, found);
  return end === null || now < end ? found.url : (found.afterwards ?? `/c/${found.token}/closed`);
}

/** When it closes, and who is told of it. Null when the mail is not there any more. */
export async function endAndReader(
  db: Db,
  { workspaceId, messageId, closesAt, follows }: Link,
): Promise<{ end: Instant | null; reader: Reader } | null> {
  const [row] = await db
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
  if (!row) return null;
  const { dates, own, workspaces, senderName, name } = row;
  const zone = firstZone(own, workspaces);
  const date = follows === null ? undefined : dateNamed(dates ?? [], follows);
  const given = date && givenBy(date, NO_DEADLINES);
  return { end: given ? momentOfDate(given, zone) : closesAt, reader: { zone, senderName, name } };
}
