import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { contact, testFact } from "@/db/schema";
import { changed, factsOfChanges } from "@/lib/flow/changes";
import type { Change } from "@/lib/nodes/contract";
import { changeContact } from "../change-contact";
import { depthOf } from "../depth";
import type { Hint } from "../hints";
import type { Contact } from "../lock-contact";
import { noteNotStarted } from "../not-started";
import { wakeReaders } from "../tell-enrollments";
import type { EffectRoom, Scene } from "./room";

/**
 * The contact becomes something else with the move itself. What that is told as happens after everything that is known
 * of them, however late the move is, one funnel deeper than what started the journey.
 */
export const change: EffectRoom<"change"> = {
  async act(scene, asked) {
    const { tx, row } = scene;
    const list = asked.flatMap(({ effect }) => effect.changes);
    const person = await personOf(tx, scene);
    if (!person) return [];
    if (row.test) return changeDouble(scene, person, list);
    const first = person.lastInstant + 1;
    const depth = (await depthOf(tx, row)) + 1;
    const { hints, stopped } = await changeContact(tx, person, list, { first, depth });
    const visit = asked.at(-1)?.visit ?? row.visit;
    const which = stopped.map((funnelId) => ({ funnelId, because: { why: "too-deep" as const } }));
    const { workspaceId, id: enrollmentId } = row;
    await noteNotStarted(tx, { workspaceId, enrollmentId, visit, at: first }, which);
    return hints;
  },
};

async function personOf(tx: Tx, { row: { workspaceId, contactId } }: Scene): Promise<Contact | undefined> {
  const [person] = await tx
    .select()
    .from(contact)
    .where(and(eq(contact.workspaceId, workspaceId), eq(contact.id, contactId ?? "")));
  return person;
}

/** Whoever stands in for a member in a test: what is told of it stays within the test. */
async function changeDouble({ tx, row }: Scene, person: Contact, list: readonly Change[]): Promise<Hint[]> {
  const told = factsOfChanges(person, list);
  if (told.length === 0) return [];
  const { workspaceId, id: enrollmentId } = row;
  const instant = person.lastInstant + told.length;
  const { tags, fields } = changed(person, list);
  await tx
    .update(contact)
    .set({ tags: [...tags], fields, changedAt: instant, lastInstant: instant })
    .where(and(eq(contact.workspaceId, workspaceId), eq(contact.id, person.id)));
  await tx.insert(testFact).values(
    told.map(({ name, properties }, index) => {
      const visibleAt = person.lastInstant + 1 + index;
      return { workspaceId, enrollmentId, id: `changed:${visibleAt}`, name, visibleAt, properties };
    }),
  );
  const topics = told.flatMap(({ topic, name }) => [topic, { topic: "event" as const, name }]);
  return wakeReaders(tx, { workspaceId, contactId: person.id, topics, instant });
}
