import "server-only";
import { and, asc, desc, eq, gte, inArray, lt, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { remembered } from "@/db/remembered";
import { type enrollment, event, testFact } from "@/db/schema";
import type { Fact } from "@/lib/flow/world";

/** Whose facts they are: an enrollment, or somebody who is about to have one. */
export type Traveller = Pick<
  typeof enrollment.$inferSelect,
  "id" | "workspaceId" | "contactId" | "enteredAt" | "entryEventId" | "test"
>;

/**
 * The facts of these names since somebody entered, oldest first. A test reads only what was made for it: nothing that
 * really happens to its member disturbs it.
 */
export async function factsSince(tx: Tx, row: Traveller, names: readonly string[]): Promise<Fact[]> {
  if (names.length === 0 || row.contactId === null) return [];
  if (row.test) {
    const made = await tx
      .select()
      .from(testFact)
      .where(
        and(
          eq(testFact.workspaceId, row.workspaceId),
          eq(testFact.enrollmentId, row.id),
          inArray(testFact.name, [...names]),
        ),
      )
      .orderBy(asc(testFact.visibleAt));
    return made.map(madeFact);
  }
  const { workspaceId, contactId, enteredAt } = row;
  return (await since(tx, { workspaceId, contactId, enteredAt, names })).map(factOf);
}

type Since = { workspaceId: string; contactId: string; enteredAt: number; names: readonly string[] };

const theirs = and(
  eq(event.workspaceId, sql.placeholder("workspaceId")),
  eq(event.contactId, sql.placeholder("contactId")),
);
const named = and(
  sql`${event.name} = any(${sql.placeholder("names")}::text[])`,
  gte(event.visibleAt, sql.placeholder("enteredAt")),
);

const since = remembered<Since, (typeof event.$inferSelect)[]>((db) =>
  db.select().from(event).where(and(theirs, named)).orderBy(asc(event.visibleAt)),
);

const sinceEntry = remembered<Since & { entryEventId: string }, (typeof event.$inferSelect)[]>((db) =>
  db
    .select()
    .from(event)
    .where(and(theirs, or(eq(event.id, sql.placeholder("entryEventId")), named)))
    .orderBy(asc(event.visibleAt)),
);

/** The event that started an enrollment, and the facts of these names since then, oldest first. */
export async function entryAndSince(
  tx: Tx,
  row: Traveller,
  names: readonly string[],
): Promise<{ entry: Fact; facts: Fact[] }> {
  const { workspaceId, contactId, enteredAt, entryEventId } = row;
  if (names.length === 0 || contactId === null || row.test) {
    const [entry, facts] = await Promise.all([entryOf(tx, row), factsSince(tx, row, names)]);
    return { entry, facts };
  }
  const found = (await sinceEntry(tx, { workspaceId, contactId, enteredAt, names, entryEventId })).map(
    factOf,
  );
  const entry = found.find(({ id }) => id === entryEventId);
  if (!entry) throw new Error(NO_ENTRY);
  return {
    entry,
    facts: found.filter(({ name, visibleAt }) => visibleAt >= enteredAt && names.includes(name)),
  };
}

const NO_ENTRY = "The event that started this enrollment is missing.";

/** Most events of one name from before somebody entered that are looked at, the latest ones. */
const MOST_PAST = 1_000;

/** The facts of these names from before somebody entered, oldest first. A test has none: its member is nobody yet. */
export async function factsBefore(tx: Tx, row: Traveller, names: readonly string[]): Promise<Fact[]> {
  const { workspaceId, contactId, enteredAt, test } = row;
  if (names.length === 0 || contactId === null || test) return [];
  const found = await Promise.all(
    names.map((name) =>
      tx
        .select()
        .from(event)
        .where(
          and(
            eq(event.workspaceId, workspaceId),
            eq(event.contactId, contactId),
            eq(event.name, name),
            lt(event.visibleAt, enteredAt),
          ),
        )
        .orderBy(desc(event.visibleAt))
        .limit(MOST_PAST),
    ),
  );
  return found
    .flat()
    .map(factOf)
    .sort((a, b) => a.visibleAt - b.visibleAt);
}

type Entered = Pick<Traveller, "id" | "workspaceId" | "entryEventId" | "test">;

const entering = remembered<{ workspaceId: string; entryEventId: string }, (typeof event.$inferSelect)[]>(
  (db) =>
    db
      .select()
      .from(event)
      .where(
        and(
          eq(event.workspaceId, sql.placeholder("workspaceId")),
          eq(event.id, sql.placeholder("entryEventId")),
        ),
      ),
);

/** The event that started an enrollment. */
export async function entryOf(tx: Tx, { id, workspaceId, entryEventId, test }: Entered): Promise<Fact> {
  const [fact] = test
    ? (
        await tx
          .select()
          .from(testFact)
          .where(
            and(
              eq(testFact.workspaceId, workspaceId),
              eq(testFact.enrollmentId, id),
              eq(testFact.id, entryEventId),
            ),
          )
      ).map(madeFact)
    : (await entering(tx, { workspaceId, entryEventId })).map(factOf);
  if (!fact) throw new Error(NO_ENTRY);
  return fact;
}

const factOf = (row: typeof event.$inferSelect): Fact => ({
  id: row.id,
  name: row.name,
  at: row.occurredAt,
  visibleAt: row.visibleAt,
  value: row.value,
  currency: row.currency,
  properties: row.properties,
});

const madeFact = (row: typeof testFact.$inferSelect): Fact => ({
  id: row.id,
  name: row.name,
  at: row.visibleAt,
  visibleAt: row.visibleAt,
  value: row.value,
  currency: row.currency,
  properties: row.properties,
});
