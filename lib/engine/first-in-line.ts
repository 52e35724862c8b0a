import "server-only";
import { and, asc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { enrollment, funnel, message } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import type { Settings } from "./freeze";
import { mostCounted, rulesOf } from "./going";

type Row = typeof message.$inferSelect;

/**
 * Where rules count what a contact gets, the one of their mails that goes first: of those that could go now, that of the
 * most important funnel, then the oldest. Another message than this one where this one counts, too, and comes after it.
 * The contact's lock must be held.
 */
export async function firstInLine(
  tx: Tx,
  settings: Settings,
  { id, workspaceId, contactId }: Row,
  now: Instant,
): Promise<string> {
  if (contactId === null || mostCounted(rulesOf(settings)) === 0) return id;
  const waiting = await tx
    .select({ id: message.id })
    .from(message)
    .innerJoin(
      enrollment,
      and(eq(enrollment.workspaceId, message.workspaceId), eq(enrollment.id, message.enrollmentId)),
    )
    .innerJoin(funnel, and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, enrollment.funnelId)))
    .where(
      and(
        eq(message.workspaceId, workspaceId),
        eq(message.contactId, contactId),
        eq(message.state, "queued"),
        eq(message.kind, "marketing"),
        eq(message.askedFor, false),
        lte(message.dueAt, now),
        or(isNull(message.notBefore), lte(message.notBefore, now)),
        eq(enrollment.test, false),
        eq(enrollment.status, "active"),
        or(isNull(enrollment.dueAt), gt(enrollment.dueAt, now)),
        eq(funnel.status, "live"),
      ),
    )
    .orderBy(
      sql`case ${funnel.priority} when 'high' then 0 when 'normal' then 1 else 2 end`,
      asc(message.dueAt),
      asc(message.id),
    );
  // What does not count, or could not go now, is nobody's rival.
  return waiting.some((one) => one.id === id) ? (waiting[0]?.id ?? id) : id;
}
