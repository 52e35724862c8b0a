import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { workspace } from "@/db/schema";
import { emptied, scratchDatabase } from "@/db/testing";

const first = await scratchDatabase();
const second = await scratchDatabase();
afterAll(() => Promise.all([first.drop(), second.drop()]));

test("scratch databases do not see each other", async () => {
  await first.db.execute(sql`create table mine (n int)`);
  const found = await second.db.execute(sql`select to_regclass('mine') as mine`);
  expect(found[0]?.mine).toBeNull();
});

test("case folds beyond ASCII", async () => {
  const [row] = await first.db.execute(sql`select lower('ÄRM') as lower, 'ÄRM' ilike 'ärm' as alike`);
  expect(row).toEqual({ lower: "ärm", alike: true });
});

test("is emptied of every row, unless somebody holds one or more than rows was changed", async () => {
  const { db } = second;
  const one = { id: "one", slug: "one", name: "One" };
  const left = () => db.select({ id: workspace.id }).from(workspace);
  await db.insert(workspace).values(one);
  expect(await emptied(db)).toBe(true);
  expect(await left()).toEqual([]);

  await db.insert(workspace).values(one);
  await db.transaction(async (tx) => {
    await tx.update(workspace).set({ name: "Two" });
    expect(await emptied(db)).toBe(false);
  });
  expect(await left()).toEqual([{ id: "one" }]);

  await db.execute(sql`create function mine() returns int language sql as 'select 1'`);
  expect(await emptied(db)).toBe(false);
});
