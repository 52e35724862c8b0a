import { eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Db, openPool, type Pool } from "./client";
import { workspace } from "./schema";
import { scratchDatabase } from "./testing";

let db: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const scratch = await scratchDatabase();
  // One connection: what it keeps can be looked at.
  db = openPool(scratch.url, { max: 1 });
  drop = async () => {
    await db.$client.end();
    await scratch.drop();
  };
});
afterAll(() => drop());

const named = (at: Db, id: string) => at.select().from(workspace).where(eq(workspace.id, id));

/** How often the connection has asked for a kept statement with these words. */
async function calls(words: string): Promise<number> {
  const rows = await db.$client<{ calls: number }[]>`
    select (generic_plans + custom_plans)::int as calls from pg_prepared_statements
    where statement like ${`%${words}%`} and statement not like '%pg_prepared%'`;
  return rows.reduce((sum, row) => sum + row.calls, 0);
}

test("a statement that is asked often is planned once, in and out of transactions", async () => {
  for (let n = 0; n < 10; n++) expect(await named(db, `none-${n}`)).toEqual([]);
  expect(await calls('from "workspace"')).toBe(8);
  await db.transaction(async (tx) => {
    await named(tx, "none");
    await tx.transaction(async (inner) => {
      await named(inner, "none");
    });
  });
  expect(await calls('from "workspace"')).toBe(10);
});

test("one that is asked twice is not kept, nor is a long list of values", async () => {
  for (let n = 0; n < 2; n++) await db.execute(sql`select ${n}::int as seldom`);
  expect(await calls("as seldom")).toBe(0);
  const ids = Array.from({ length: 41 }, (_, n) => `none-${n}`);
  for (let n = 0; n < 5; n++) {
    expect(await db.select().from(workspace).where(inArray(workspace.id, ids))).toEqual([]);
  }
  expect(await calls("$41")).toBe(0);
});

test("it answers as before, and an error of it is one of that statement alone", async () => {
  await db.insert(workspace).values({ id: "one", slug: "one", name: "One" });
  for (let n = 0; n < 5; n++) expect((await named(db, "one")).map(({ name }) => name)).toEqual(["One"]);
  for (let n = 0; n < 5; n++) {
    await expect(db.insert(workspace).values({ id: "one", slug: "two", name: "Two" })).rejects.toThrow();
  }
  expect((await named(db, "one")).map(({ name }) => name)).toEqual(["One"]);
});
