import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { scratchDatabase } from "@/db/testing";

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
