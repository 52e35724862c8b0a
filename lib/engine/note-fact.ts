import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { enrollment, event, testFact } from "@/db/schema";
import type { Fact, Instant } from "@/lib/flow/world";
import type { Hint } from "./hints";
import type { Contact } from "./lock-contact";
import { tellEnrollments } from "./tell-enrollments";

/**
 * Keeps what the product itself learned of a contact as an event, once per id, and tells their enrollments. It starts
 * nothing. The contact's lock must be held. Of a member's stand-in only their test learns.
 */
export async function noteFact(
  tx: Tx,
  person: Contact,
  { id, name }: { id: string; name: string },
  instant: Instant,
): Promise<Hint[]> {
  const { workspaceId, id: contactId } = person;
  const fact: Fact = {
    id,
    name,
    at: instant,
    visibleAt: instant,
    value: null,
    currency: null,
    properties: {},
  };
  if (person.test) await noteInTests(tx, person, fact);
  else {
    const stored = await tx
      .insert(event)
      .values({ workspaceId, contactId, id, name, occurredAt: instant, visibleAt: instant })
      .onConflictDoNothing()
      .returning({ id: event.id });
    if (stored.length === 0) return [];
  }
  return tellEnrollments(tx, { workspaceId, contactId, fact, instant });
}

async function noteInTests(tx: Tx, { workspaceId, id: contactId }: Contact, fact: Fact): Promise<void> {
  const tests = await tx
    .select({ id: enrollment.id })
    .from(enrollment)
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.contactId, contactId),
        eq(enrollment.test, true),
        eq(enrollment.status, "active"),
      ),
    );
  const { id, name, visibleAt } = fact;
  for (const test of tests) {
    await tx
      .insert(testFact)
      .values({ workspaceId, enrollmentId: test.id, id, name, visibleAt })
      .onConflictDoNothing();
  }
}
