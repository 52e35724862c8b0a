import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { event } from "@/db/schema";
import type { Fact, Instant } from "@/lib/flow/world";
import type { JsonValue } from "@/lib/json";
import { ok, problem, type Result } from "@/lib/result";
import { changeContact, instantsOf } from "./change-contact";
import { type Declaration, declare } from "./declare";
import type { Engine } from "./engine";
import { enrollByFact } from "./enroll";
import type { Hint } from "./hints";
import { changesIn, findOrMake, learn, type Said } from "./know-contact";
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
  contact?: Said;
  declarations?: Declaration[];
  depth?: number;
};

export type Ingested = { duplicate: boolean; contactId: string; enrollments: string[] };

const DAY_MS = 86_400_000;

export const TOO_EARLY = "This event is more than a day in the future. Send it when it has happened.";
export const NO_CONTACT = "This workspace has no contact with that id.";

/** A clock may go a little wrong; a fact of next week has not happened. */
export const isTooEarly = (engine: Engine, { occurredAt }: IngestInput): boolean =>
  occurredAt !== undefined && occurredAt > engine.clock() + DAY_MS;

/**
 * Takes in one fact about one contact, in one short transaction under the contact's lock: stores it, records
 * conversions, wakes every enrollment that reads it, and enrolls. A fact whose id was seen before changes nothing.
 */
export async function ingest(
  engine: Engine,
  { workspaceId, input }: { workspaceId: string; input: IngestInput },
): Promise<Result<Ingested, "no-contact" | "too-early">> {
  if (isTooEarly(engine, input)) return problem("too-early", TOO_EARLY);
  const hints: Hint[] = [];
  const result = await engine.db.transaction(async (tx) => {
    const known = await knownEvent(tx, workspaceId, input.id);
    if (known) return ok({ duplicate: true, contactId: known.contactId, enrollments: [] });
    const contactId = input.contactId ?? (await contactOf(tx, workspaceId, input.email));
    const locked = contactId && (await lockContact(tx, { workspaceId, contactId, clock: engine.clock }));
    // Whoever stands in for a member in their tests lives among facts made for them, and nothing else happens to them.
    if (!locked || locked.contact.test) return problem("no-contact", NO_CONTACT);
    return ok(await store(tx, workspaceId, input, locked, hints));
  });
  await engine.hint(hints);
  return result;
}

const contactOf = async (tx: Tx, workspaceId: string, email: string | undefined) =>
  email === undefined ? null : (await findOrMake(tx, { workspaceId, email })).id;

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
  const { contact: person } = locked;
  const said = input.contact ?? {};
  const list = changesIn(said);
  // What is said of them along with a fact is true when it happens: it becomes known just before.
  const first = locked.instant;
  const instant = first + instantsOf(person, list);
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

  const known = await learn(tx, person, said);
  const changed = await changeContact(tx, known, list, { first, depth, spare: 1 });
  hints.push(...changed.hints);
  for (const declaration of input.declarations ?? []) {
    hints.push(...(await declare(tx, changed.person, declaration, instant)));
  }
  const news = { workspaceId, contactId: person.id, fact, instant };
  hints.push(...(await tellEnrollments(tx, news)));
  const enrolled = await enrollByFact(tx, { ...news, depth });
  hints.push(...enrolled.hints);
  return { duplicate: false, contactId: person.id, enrollments: enrolled.ids };
}

const stripped = ({ at, ...fact }: Fact) => ({ ...fact, occurredAt: at });
