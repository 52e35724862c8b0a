import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { enrollment, funnel, message } from "@/db/schema";

export type UnknownRow = {
  id: string;
  to: string;
  subject: string;
  funnelName: string;
  reason: string;
  /** When it was handed over and nobody answered, as far as it was given up then. */
  at: number;
};

/** As many as are listed, and as one decision takes. */
export const MOST_UNKNOWN = 200;

const mine = (workspaceId: string) => and(eq(message.workspaceId, workspaceId), eq(message.state, "unknown"));

/** Mails of which nobody knows whether they were sent, latest first. */
export async function listUnknown(db: Db, { workspaceId }: { workspaceId: string }): Promise<UnknownRow[]> {
  const rows = await db
    .select({
      id: message.id,
      to: sql<string>`coalesce(${message.frozen} ->> 'to', '')`,
      subject: sql<string>`coalesce(${message.frozen} ->> 'subject', '')`,
      funnelName: funnel.name,
      reason: message.reason,
      at: sql<number>`coalesce(${message.settledAt}, ${message.dueAt})`.mapWith(Number),
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
    .where(mine(workspaceId))
    .orderBy(desc(message.dueAt), desc(message.id))
    .limit(MOST_UNKNOWN);
  return rows.map((row) => ({ ...row, reason: row.reason ?? "" }));
}

/** How many there are; counted up to 10,000. */
export async function countUnknown(db: Db, { workspaceId }: { workspaceId: string }): Promise<number> {
  const some = db.select({ id: message.id }).from(message).where(mine(workspaceId)).limit(10_000).as("some");
  const [row] = await db.select({ n: sql<number>`count(*)::int` }).from(some);
  return row?.n ?? 0;
}
