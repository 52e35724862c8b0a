import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { contact } from "@/db/schema";
import type { JsonValue } from "@/lib/json";
import type { Change } from "@/lib/nodes/contract";
import type { Contact } from "./lock-contact";
import { replanDates } from "./plan-dates";

/** What somebody says about a contact. What is not mentioned stays as it is. */
export type Said = {
  name?: string | undefined;
  timeZone?: string | undefined;
  language?: string | undefined;
  fields?: Record<string, JsonValue> | undefined;
  /** They have these from now on. */
  tags?: readonly string[] | undefined;
  /** They do not have these any more. */
  removeTags?: readonly string[] | undefined;
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

/** What of it are tags and fields. A tag that is given and taken away in one breath is taken away. */
export const changesIn = ({ fields = {}, tags = [], removeTags = [] }: Said): Change[] => [
  ...Object.entries(fields).map(([field, value]): Change => ({ about: "field", field, value })),
  ...tags.filter((tag) => !removeTags.includes(tag)).map((tag): Change => ({ about: "tag", tag, has: true })),
  ...removeTags.map((tag): Change => ({ about: "tag", tag, has: false })),
];

/** Writes what is said of a contact's name, zone and language. The contact's lock must be held. */
export async function learn(tx: Tx, person: Contact, said: Said): Promise<Contact> {
  const changes = {
    ...(said.name ? { name: said.name } : {}),
    ...(said.timeZone ? { timeZone: said.timeZone } : {}),
    ...(said.language ? { language: said.language } : {}),
  };
  if (Object.keys(changes).length === 0) return person;
  await tx
    .update(contact)
    .set(changes)
    .where(and(eq(contact.workspaceId, person.workspaceId), eq(contact.id, person.id)));
  if (said.timeZone && said.timeZone !== person.timeZone) {
    const { workspaceId, id: contactId, lastInstant: now } = person;
    await replanDates(tx, { workspaceId, contactId, fields: null, now });
  }
  return { ...person, ...changes };
}
