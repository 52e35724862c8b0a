import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { contact, event } from "@/db/schema";
import { type ChangeFact, changed, factsOfChanges } from "@/lib/flow/changes";
import type { Fact, Instant } from "@/lib/flow/world";
import type { Change } from "@/lib/nodes/contract";
import { enrollByFact } from "./enroll";
import type { Hint } from "./hints";
import type { Contact } from "./lock-contact";
import { tellEnrollments, wakeReaders } from "./tell-enrollments";

/** `person`: as they are now. `stopped`: funnels that were not started, because funnels had started each other too often. */
export type ChangedContact = { person: Contact; hints: Hint[]; stopped: string[] };

/** How many instants of a contact these changes take: one for each that really changes something. */
export const instantsOf = (person: Contact, list: readonly Change[]): number =>
  factsOfChanges(person, list).length;

/**
 * Changes tags and fields of a contact. Whatever really changes is a fact like any other, at an instant of its own from
 * `first` on: it wakes who reads it, meets goals, and enrolls. The contact's lock must be held; `depth` is that of the
 * facts. `spare`: how many instants after the last are the caller's own.
 */
export async function changeContact(
  tx: Tx,
  person: Contact,
  list: readonly Change[],
  { first, depth, spare = 0 }: { first: Instant; depth: number; spare?: number },
): Promise<ChangedContact> {
  const told = factsOfChanges(person, list);
  if (told.length === 0) return { person, hints: [], stopped: [] };
  const instant = first + told.length - 1;
  const { workspaceId, id: contactId } = person;
  const changes = { ...changed(person, list), changedAt: instant };
  const after = {
    ...person,
    ...changes,
    tags: [...changes.tags],
    lastInstant: Math.max(person.lastInstant, instant + spare),
  };
  const facts = told.map((one, index) => factOf(one, person, first + index));
  const { tags, fields, changedAt, lastInstant } = after;
  await Promise.all([
    tx
      .update(contact)
      .set({ tags, fields, changedAt, lastInstant })
      .where(and(eq(contact.workspaceId, workspaceId), eq(contact.id, contactId))),
    tx
      .insert(event)
      .values(facts.map(({ at, ...fact }) => ({ ...fact, workspaceId, contactId, occurredAt: at, depth }))),
  ]);
  const hints = await wakeReaders(tx, {
    workspaceId,
    contactId,
    instant,
    topics: told.map(({ topic }) => topic),
  });
  const stopped = new Set<string>();
  for (const fact of facts) {
    const news = { workspaceId, contactId, fact, instant: fact.visibleAt };
    hints.push(...(await tellEnrollments(tx, news)));
    const enrolled = await enrollByFact(tx, { ...news, depth });
    hints.push(...enrolled.hints);
    for (const funnelId of enrolled.stopped) stopped.add(funnelId);
  }
  return { person: after, hints, stopped: [...stopped] };
}

/** No two things ever happen to one contact at the same instant, so that names it. */
function factOf({ name, properties }: ChangeFact, { id }: Contact, instant: Instant): Fact {
  return {
    id: `changed:${id}:${instant}`,
    name,
    at: instant,
    visibleAt: instant,
    value: null,
    currency: null,
    properties,
  };
}
