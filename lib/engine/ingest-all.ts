import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { contact } from "@/db/schema";
import type { Engine } from "./engine";
import { type Ingested, type IngestInput, ingest, isTooEarly, NO_CONTACT, TOO_EARLY } from "./ingest";

/** `index` is that of the first fact which does not fit. */
type Refused = { ok: false; problem: "no-contact" | "too-early"; message: string; index: number };

/** How many contacts are served at the same time, in the pages' process. More are hardly faster, and whoever looks at a page waits longer. */
const AT_ONCE = 2;

/**
 * Takes in many facts. They are looked at together first, so that one which does not fit stops all; then each goes
 * the way of `ingest`, in order for each contact. If a crash comes between, sending them all again is harmless.
 */
export async function ingestAll(
  engine: Engine,
  { workspaceId, inputs }: { workspaceId: string; inputs: readonly IngestInput[] },
): Promise<{ ok: true; value: Ingested[] } | Refused> {
  const early = inputs.findIndex((input) => isTooEarly(engine, input));
  if (early >= 0) return { ok: false, problem: "too-early", message: TOO_EARLY, index: early };
  const emails = await emailsOf(engine, workspaceId, inputs);
  const unknown = inputs.findIndex(({ contactId }) => contactId !== undefined && !emails.has(contactId));
  if (unknown >= 0) return { ok: false, problem: "no-contact", message: NO_CONTACT, index: unknown };

  const people = new Map<string, number[]>();
  inputs.forEach(({ email, contactId }, index) => {
    const who = email ?? emails.get(contactId ?? "") ?? "";
    people.set(who, [...(people.get(who) ?? []), index]);
  });
  const taken: Ingested[] = [];
  const rest = people.values();
  const worker = async () => {
    for (const indexes of rest) {
      for (const index of indexes) taken[index] = await take(engine, workspaceId, inputs[index]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, people.size) }, worker));
  return { ok: true, value: taken };
}

async function take(engine: Engine, workspaceId: string, input: IngestInput | undefined): Promise<Ingested> {
  if (!input) throw new Error("There is no such fact.");
  const result = await ingest(engine, { workspaceId, input });
  // Looked at a moment ago: a contact who was deleted since makes the caller send the list again.
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

/** Addresses of the contacts that are named by id, so that both ways of naming somebody mean one person. */
async function emailsOf(engine: Engine, workspaceId: string, inputs: readonly IngestInput[]) {
  const ids = [...new Set(inputs.flatMap(({ contactId }) => contactId ?? []))];
  if (ids.length === 0) return new Map<string, string>();
  const rows = await engine.db
    .select({ id: contact.id, email: contact.email })
    .from(contact)
    .where(and(eq(contact.workspaceId, workspaceId), inArray(contact.id, ids), eq(contact.test, false)));
  return new Map(rows.map(({ id, email }) => [id, email]));
}
