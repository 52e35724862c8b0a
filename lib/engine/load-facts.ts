import "server-only";
import { and, asc, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
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
  const rows = await tx
    .select()
    .from(event)
    .where(
      and(
        eq(event.workspaceId, row.workspaceId),
        eq(event.contactId, row.contactId),
        inArray(event.name, [...names]),
        gte(event.visibleAt, row.enteredAt),
      ),
    )
    .orderBy(asc(event.visibleAt));
  return rows.map(factOf);
}

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
  if (!fact) throw new Error("The event that started this enrollment is missing.");
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
