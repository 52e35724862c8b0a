import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { contact } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";

export type Contact = typeof contact.$inferSelect;

/**
 * Takes the one lock of a contact's journey and the next free millisecond of it. Every transaction that reads or
 * changes a journey begins here; instants of one contact never collide and never go back, whatever the clock does.
 * Null when the workspace has no such contact.
 */
export async function lockContact(
  tx: Tx,
  { workspaceId, contactId, clock }: { workspaceId: string; contactId: string; clock: () => Instant },
): Promise<{ contact: Contact; instant: Instant } | null> {
  const [row] = await tx
    .update(contact)
    .set({ lastInstant: sql`greatest(${contact.lastInstant} + 1, ${clock()}::bigint)` })
    .where(and(eq(contact.workspaceId, workspaceId), eq(contact.id, contactId)))
    .returning();
  return row ? { contact: row, instant: row.lastInstant } : null;
}
