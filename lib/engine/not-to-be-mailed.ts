import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { contact, message, suppression } from "@/db/schema";
import { whyNever } from "@/lib/mail/may-go";

/**
 * Of these mails, which were made ready, those whose person has unsubscribed or whose address has bounced since. Whether
 * they are customers was looked at when they were claimed, and nobody stops being one.
 */
export async function notToBeMailed(
  db: Db,
  { workspaceId, messageIds }: { workspaceId: string; messageIds: readonly string[] },
): Promise<Set<string>> {
  const rows = await db
    .select({
      id: message.id,
      kind: message.kind,
      marketing: contact.marketing,
      suppressed: sql<boolean>`${suppression.email} is not null`,
    })
    .from(message)
    .innerJoin(contact, and(eq(contact.workspaceId, message.workspaceId), eq(contact.id, message.contactId)))
    .leftJoin(
      suppression,
      and(eq(suppression.workspaceId, contact.workspaceId), eq(suppression.email, contact.email)),
    )
    .where(and(eq(message.workspaceId, workspaceId), inArray(message.id, [...messageIds])));
  const never = rows.filter(
    ({ kind, marketing, suppressed }) =>
      whyNever(kind, { marketing, suppressed, customer: true }, { customers: true }) !== null,
  );
  return new Set(never.map(({ id }) => id));
}
