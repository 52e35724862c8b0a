import "server-only";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { deliveryReport, engagement, enrollment, funnel, link, message } from "@/db/schema";
import type { DeliveryReport } from "@/lib/mail/delivery";
import { withoutPixel } from "@/lib/mail/without-pixel";
import { mailSearchedFor, mailsFound } from "./searched-for";

export type InboxRow = {
  id: string;
  to: string;
  from: string;
  subject: string;
  preview: string;
  kind: "marketing" | "service";
  funnelName: string;
  /** A member tried the funnel on themselves. */
  test: boolean;
  sentAt: number;
};

const MOST_ROWS = 200;

const rowColumns = {
  id: message.id,
  to: sql<string>`coalesce(${message.frozen} ->> 'to', '')`,
  from: sql<string>`coalesce(${message.frozen} ->> 'from', '')`,
  subject: sql<string>`coalesce(${message.frozen} ->> 'subject', '')`,
  preview: sql<string>`coalesce(${message.frozen} ->> 'preview', '')`,
  kind: message.kind,
  funnelName: funnel.name,
  test: enrollment.test,
  sentAt: sql<number>`${message.settledAt}`.mapWith(Number),
};

/**
 * The workspace's sent mail, newest first, at most 200; `search` looks at recipients and subjects. `show` leaves out
 * members' tests, or everything else.
 */
export async function listInbox(
  db: Db,
  {
    workspaceId,
    search = "",
    show = "all",
  }: { workspaceId: string; search?: string; show?: "all" | "real" | "tests" },
): Promise<InboxRow[]> {
  const few = await mailsFound(db, { workspaceId, search });
  return db
    .select(rowColumns)
    .from(message)
    .innerJoin(
      enrollment,
      and(eq(enrollment.workspaceId, message.workspaceId), eq(enrollment.id, message.enrollmentId)),
    )
    .innerJoin(
      funnel,
      and(eq(funnel.workspaceId, enrollment.workspaceId), eq(funnel.id, enrollment.funnelId)),
    )
    .where(
      and(
        eq(message.workspaceId, workspaceId),
        inArray(message.state, ["sent", "unknown"]),
        show === "all" ? undefined : eq(enrollment.test, show === "tests"),
        few
          ? sql`${message.id} = any(${`{${few.map(({ id }) => id).join(",")}}`}::uuid[])`
          : mailSearchedFor(search),
      ),
    )
    .orderBy(desc(message.settledAt), desc(message.id))
    .limit(MOST_ROWS);
}

export type InboxDetail = InboxRow & {
  /** It went out by a provider: what is done with it here is not its recipient's doing. */
  left: boolean;
  /** As it arrived. Its pixel is there only where looking at it is an open, and only until it was opened. */
  html: string;
  text: string;
  headers: Record<string, string>;
  state: "sent" | "unknown";
  happened: { kind: "opened" | "clicked"; url: string | null; at: number }[];
  /** What the provider reported, in order. Empty in the test inbox. */
  reports: DeliveryReport[];
};

/**
 * One sent mail with everything that arrived and what happened next. In the test inbox whoever `plays` its recipient
 * opens it by looking at it, once; nobody does who only looks on. Null when it is not this workspace's.
 */
export async function findInboxMail(
  db: Db,
  { workspaceId, messageId, plays }: { workspaceId: string; messageId: string; plays: boolean },
): Promise<InboxDetail | null> {
  const [row] = await db
    .select({
      ...rowColumns,
      frozen: message.frozen,
      state: message.state,
      openToken: message.openToken,
      left: sql<boolean>`${message.requestId} is not null`,
    })
    .from(message)
    .innerJoin(
      enrollment,
      and(eq(enrollment.workspaceId, message.workspaceId), eq(enrollment.id, message.enrollmentId)),
    )
    .innerJoin(
      funnel,
      and(eq(funnel.workspaceId, enrollment.workspaceId), eq(funnel.id, enrollment.funnelId)),
    )
    .where(
      and(
        eq(message.workspaceId, workspaceId),
        eq(message.id, messageId),
        inArray(message.state, ["sent", "unknown"]),
      ),
    );
  if (!row) return null;
  const happened = await db
    .select({ kind: engagement.kind, url: link.url, at: engagement.at })
    .from(engagement)
    .leftJoin(link, and(eq(link.messageId, engagement.messageId), eq(link.key, engagement.linkKey)))
    .where(and(eq(engagement.workspaceId, workspaceId), eq(engagement.messageId, messageId)))
    .orderBy(asc(engagement.at))
    .limit(200);
  const reports = await db
    .select({ kind: deliveryReport.kind, at: deliveryReport.at, detail: deliveryReport.detail })
    .from(deliveryReport)
    .where(and(eq(deliveryReport.workspaceId, workspaceId), eq(deliveryReport.messageId, messageId)))
    .orderBy(asc(deliveryReport.at))
    .limit(50);
  const { frozen, state, openToken, ...rest } = row;
  const opens = plays && !rest.left && !happened.some(({ kind }) => kind === "opened");
  const html = frozen?.html ?? "";
  return {
    ...rest,
    state: state === "unknown" ? "unknown" : "sent",
    html: opens ? html : withoutPixel(html, openToken),
    text: frozen?.text ?? "",
    headers: {
      From: rest.from,
      To: rest.to,
      ...(frozen?.replyTo ? { "Reply-To": frozen.replyTo } : {}),
      Subject: rest.subject,
      ...frozen?.headers,
    },
    happened,
    reports,
  };
}
