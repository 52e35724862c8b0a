import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { contact, event } from "@/db/schema";
import type { Fact, Instant } from "@/lib/flow/world";
import type { JsonValue } from "@/lib/json";
import { ok, problem, type Result } from "@/lib/result";
import { type Declaration, declare } from "./declare";
import type { Engine } from "./engine";
import { enrollByFact } from "./enroll";
import type { Hint } from "./hints";
import { type Contact, lockContact } from "./lock-contact";
import { tellEnrollments } from "./tell-enrollments";

export type IngestInput = {
  id: string;
  name: string;
  /** Lower case. One of `email` and `contactId`. */
  email?: string | undefined;
  contactId?: string | undefined;
  /** Milliseconds since the epoch; now when it is missing. */
  occurredAt?: Instant | undefined;
  value?: number | undefined;
  currency?: string | undefined;
  properties: Record<string, JsonValue>;
  contact?: {
    name?: string | undefined;
    timeZone?: string | undefined;
    language?: string | undefined;
    fields?: Record<string, JsonValue> | undefined;
  };
  declarations?: Declaration[];
  depth?: number;
};

export type Ingested = { duplicate: boolean; contactId: string; enrollments: string[] };

const DAY_MS = 86_400_000;

/**
 * Takes in one fact about one contact, in one short transaction under the contact's lock: stores it, records
 * conversions, wakes every enrollment that reads it, and enrolls. A fact whose id was seen before changes nothing.
 */
export async function ingest(
  engine: Engine,
  { workspaceId, input }: { workspaceId: string; input: IngestInput },
): Promise<Result<Ingested, "no-contact" | "too-early">> {
  if (input.occurredAt !== undefined && input.occurredAt > engine.clock() + DAY_MS) {
    return problem("too-early", "This event is more than a day in the future. Send it when it has happened.");
  }
  const hints: Hint[] = [];
  const result = await engine.db.transaction(async (tx) => {
    const known = await knownEvent(tx, workspaceId, input.id);
    if (known) return ok({ duplicate: true, contactId: known.contactId, enrollments: [] });
    const contactId = await findOrMake(tx, workspaceId, input);
    const locked = contactId && (await lockContact(tx, { workspaceId, contactId, clock: engine.clock }));
    if (!locked) return problem("no-contact", "This workspace has no contact with that id.");
    return ok(await store(tx, workspaceId, input, locked, hints));
  });
  await engine.hint(hints);
  return result;
}

/** Looked at first, so that a repeated delivery leaves no trace; two at once are still told apart by the key. */
async function knownEvent(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select({ contactId: event.contactId })
    .from(event)
    .where(and(eq(event.workspaceId, workspaceId), eq(event.id, id)));
  return row;
}

async function store(
  tx: Tx,
  workspaceId: string,
  input: IngestInput,
  locked: { contact: Contact; instant: Instant },
  hints: Hint[],
): Promise<Ingested> {
  const { contact: person, instant } = locked;
  const fact: Fact = {
    id: input.id,
    name: input.name,
    at: Math.min(input.occurredAt ?? instant, instant),
    visibleAt: instant,
    value: input.value ?? null,
    currency: input.currency ?? null,
    properties: input.properties,
  };
  const depth = input.depth ?? 0;
  const stored = await tx
    .insert(event)
    .values({ workspaceId, contactId: person.id, depth, ...stripped(fact) })
    .onConflictDoNothing()
    .returning({ id: event.id });
  if (stored.length === 0) return { duplicate: true, contactId: person.id, enrollments: [] };

  const known = await learn(tx, person, input);
  for (const declaration of input.declarations ?? []) await declare(tx, known, declaration, instant);
  hints.push(...(await tellEnrollments(tx, { workspaceId, contactId: person.id, fact, instant })));
  const enrolled = await enrollByFact(tx, { workspaceId, contactId: person.id, fact, instant });
  hints.push(...enrolled.hints);
  return { duplicate: false, contactId: person.id, enrollments: enrolled.ids };
}

const stripped = ({ at, ...fact }: Fact) => ({ ...fact, occurredAt: at });

async function findOrMake(tx: Tx, workspaceId: string, input: IngestInput): Promise<string | null> {
  if (input.contactId !== undefined) return input.contactId;
  const email = input.email;
  if (email === undefined) return null;
  const find = () =>
    tx
      .select({ id: contact.id })
      .from(contact)
      .where(and(eq(contact.workspaceId, workspaceId), eq(contact.email, email), eq(contact.test, false)));
  const [found] = await find();
  if (found) return found.id;
  const [made] = await tx
    .insert(contact)
    .values({ workspaceId, email })
    .onConflictDoNothing()
    .returning({ id: contact.id });
  return made?.id ?? (await find())[0]?.id ?? null;
}

/** Writes what the event says about the contact; what it does not mention stays. */
async function learn(tx: Tx, person: Contact, input: IngestInput): Promise<Contact> {
  const said = input.contact ?? {};
  const changes = {
    ...(said.name ? { name: said.name } : {}),
    ...(said.timeZone ? { timeZone: said.timeZone } : {}),
    ...(said.language ? { language: said.language } : {}),
    ...(said.fields ? { fields: { ...person.fields, ...said.fields } } : {}),
  };
  if (Object.keys(changes).length === 0) return person;
  await tx
    .update(contact)
    .set(changes)
    .where(and(eq(contact.workspaceId, person.workspaceId), eq(contact.id, person.id)));
  return { ...person, ...changes };
}
