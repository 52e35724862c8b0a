import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { contact } from "@/db/schema";
import type { Instant, Topic } from "@/lib/flow/world";
import type { JsonValue } from "@/lib/json";
import type { Contact } from "./lock-contact";

/** What somebody says about a contact. What is not mentioned stays as it is. */
export type Said = {
  name?: string | undefined;
  timeZone?: string | undefined;
  language?: string | undefined;
  fields?: Record<string, JsonValue> | undefined;
};

/** The contact with that address (lower case), made if there is none. Two at once make one. */
export async function findOrMake(
  tx: Tx,
  { workspaceId, email }: { workspaceId: string; email: string },
): Promise<{ id: string; isNew: boolean }> {
  const find = () =>
    tx
      .select({ id: contact.id })
      .from(contact)
      .where(and(eq(contact.workspaceId, workspaceId), eq(contact.email, email), eq(contact.test, false)));
  const [found] = await find();
  if (found) return { ...found, isNew: false };
  const [made] = await tx
    .insert(contact)
    .values({ workspaceId, email })
    .onConflictDoNothing()
    .returning({ id: contact.id });
  if (made) return { ...made, isNew: true };
  const [other] = await find();
  if (!other) throw new Error("A contact was neither found nor made.");
  return { ...other, isNew: false };
}

/**
 * Writes what is said about a contact. The contact's lock must be held. Answers the contact as it is now, and the
 * fields of theirs that are not what they were.
 */
export async function learn(
  tx: Tx,
  person: Contact,
  said: Said,
  instant: Instant,
): Promise<{ person: Contact; changed: Topic[] }> {
  const changed = Object.entries(said.fields ?? {}).flatMap(([field, value]): Topic[] =>
    Object.hasOwn(person.fields, field) && same(person.fields[field], value)
      ? []
      : [{ topic: "field", field }],
  );
  const changes = {
    ...(said.name ? { name: said.name } : {}),
    ...(said.timeZone ? { timeZone: said.timeZone } : {}),
    ...(said.language ? { language: said.language } : {}),
    ...(changed.length > 0 ? { fields: { ...person.fields, ...said.fields }, changedAt: instant } : {}),
  };
  if (Object.keys(changes).length === 0) return { person, changed };
  await tx
    .update(contact)
    .set(changes)
    .where(and(eq(contact.workspaceId, person.workspaceId), eq(contact.id, person.id)));
  return { person: { ...person, ...changes }, changed };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
