import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { contact, engagement, enrollment, link, message } from "@/db/schema";
import { cutPage } from "./page";

export type MessageState = (typeof message.$inferSelect)["state"];
export type MessagePlace = { dueAt: number; id: string };

/** `to` and what follows are null until the words are frozen, which happens right before sending. */
const columns = {
  id: message.id,
  state: message.state,
  reason: message.reason,
  kind: message.kind,
  test: enrollment.test,
  funnelId: enrollment.funnelId,
  enrollmentId: message.enrollmentId,
  nodeId: message.nodeId,
  contactId: message.contactId,
  dueAt: message.dueAt,
  heldUntil: sql<string | null>`case when ${message.state} = 'queued' then ${message.notBefore} end`.mapWith(
    (at: string | null) => (at === null ? null : Number(at)),
  ),
  settledAt: message.settledAt,
  from: sql<string | null>`${message.frozen} ->> 'from'`,
  to: sql<string | null>`coalesce(${message.frozen} ->> 'to', ${contact.email})`,
  subject: sql<string | null>`${message.frozen} ->> 'subject'`,
  preview: sql<string | null>`${message.frozen} ->> 'preview'`,
};

type Asked = {
  workspaceId: string;
  limit: number;
  after?: MessagePlace | undefined;
  state?: MessageState | undefined;
  /** Lower case. */
  email?: string | undefined;
  funnelId?: string | undefined;
  /** Mail of members' tests instead of people's. */
  test: boolean;
};

const found = (db: Db) =>
  db
    .select(columns)
    .from(message)
    .innerJoin(
      enrollment,
      and(eq(enrollment.workspaceId, message.workspaceId), eq(enrollment.id, message.enrollmentId)),
    )
    .leftJoin(contact, and(eq(contact.workspaceId, message.workspaceId), eq(contact.id, message.contactId)));

/** A page of the workspace's mail in whatever state, by when it should leave, latest first. */
export async function pageOfMessages(db: Db, { workspaceId, limit, after, test, ...only }: Asked) {
  const rows = await found(db)
    .where(
      and(
        eq(message.workspaceId, workspaceId),
        eq(enrollment.test, test),
        only.state && eq(message.state, only.state),
        only.email === undefined ? undefined : eq(contact.email, only.email),
        only.funnelId === undefined ? undefined : eq(enrollment.funnelId, only.funnelId),
        after && sql`(${message.dueAt}, ${message.id}) < (${after.dueAt}::bigint, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(message.dueAt), desc(message.id))
    .limit(limit + 1);
  return cutPage(rows, limit);
}

/** Opens and clicks beyond this many say nothing new about a mail. */
const MOST_ENGAGEMENTS = 200;

/** One mail, a member's test or not, with its frozen bytes, its links and what its reader did. Null: not this workspace's. */
export async function findMessage(
  db: Db,
  { workspaceId, messageId }: { workspaceId: string; messageId: string },
) {
  const [row] = await found(db).where(and(eq(message.workspaceId, workspaceId), eq(message.id, messageId)));
  if (!row) return null;
  const [[bytes], links, engagements] = await Promise.all([
    db
      .select({ frozen: message.frozen })
      .from(message)
      .where(and(eq(message.workspaceId, workspaceId), eq(message.id, messageId))),
    db
      .select({ key: link.key, token: link.token, url: link.url })
      .from(link)
      .where(and(eq(link.workspaceId, workspaceId), eq(link.messageId, messageId)))
      .orderBy(asc(link.key)),
    db
      .select({
        kind: engagement.kind,
        verdict: engagement.verdict,
        linkKey: engagement.linkKey,
        at: engagement.at,
      })
      .from(engagement)
      .where(and(eq(engagement.workspaceId, workspaceId), eq(engagement.messageId, messageId)))
      .orderBy(asc(engagement.at))
      .limit(MOST_ENGAGEMENTS),
  ]);
  return { ...row, frozen: bytes?.frozen ?? null, links, engagements };
}
