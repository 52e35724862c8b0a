import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { remembered } from "@/db/remembered";
import { contact } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";

export type Contact = typeof contact.$inferSelect;

const locking = remembered<{ workspaceId: string; contactId: string; now: Instant }, Contact[]>((db) =>
  db
    .update(contact)
    .set({ lastInstant: sql`greatest(${contact.lastInstant} + 1, ${sql.placeholder("now")}::bigint)` })
    .where(
      and(
        eq(contact.workspaceId, sql.placeholder("workspaceId")),
        eq(contact.id, sql.placeholder("contactId")),
      ),
    )
    .returning(),
);

/**
 * Takes the one lock of a contact's journey and the next free millisecond of it. Every transaction that reads or
 * changes a journey begins here; instants of one contact never collide and never go back, whatever the clock does.
 * Null when the workspace has no such contact.
 */
export async function lockContact(
  tx: Tx,
  { workspaceId, contactId, clock }: { workspaceId: string; contactId: string; clock: () => Instant },
): Promise<{ contact: Contact; instant: Instant } | null> {
  const [row] = await locking(tx, { workspaceId, contactId, now: clock() });
  return row ? { contact: row, instant: row.lastInstant } : null;
}
