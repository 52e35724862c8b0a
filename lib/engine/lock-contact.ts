import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { remembered } from "@/db/remembered";
import { contact, enrollment } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";

export type Contact = typeof contact.$inferSelect;

const lastInstant = sql`greatest(${contact.lastInstant} + 1, ${sql.placeholder("now")}::bigint)`;

const locking = remembered<{ workspaceId: string; contactId: string; now: Instant }, Contact[]>((db) =>
  db
    .update(contact)
    .set({ lastInstant })
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

type Of = { workspaceId: string; enrollmentId: string; generation: number };

const lockingOf = remembered<Of & { now: Instant }, Contact[]>((db) =>
  db
    .update(contact)
    .set({ lastInstant })
    .where(
      and(
        eq(contact.workspaceId, sql.placeholder("workspaceId")),
        // Not joined: that would leave it to the planner where to begin.
        sql`${contact.id} = (select e.contact_id from ${enrollment} e where e.workspace_id = ${sql.placeholder("workspaceId")}
          and e.id = ${sql.placeholder("enrollmentId")} and e.generation = ${sql.placeholder("generation")})`,
      ),
    )
    .returning(),
);

/**
 * The same for whom an enrollment is. Null, and nothing is locked, when it is gone or of another generation: until the
 * lock is held it may still become so.
 */
export async function lockContactOf(
  tx: Tx,
  { clock, ...of }: Of & { clock: () => Instant },
): Promise<{ contact: Contact; instant: Instant } | null> {
  const [row] = await lockingOf(tx, { ...of, now: clock() });
  return row ? { contact: row, instant: row.lastInstant } : null;
}
