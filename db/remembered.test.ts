import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Pool } from "./client";
import { remembered } from "./remembered";
import { workspace } from "./schema";
import { scratchDatabase } from "./testing";

let db: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ db, drop } = await scratchDatabase());
  await db.insert(workspace).values([
    { id: "one", slug: "one", name: "One" },
    { id: "two", slug: "two", name: "Two" },
  ]);
});
afterAll(() => drop());

const nameOf = remembered<{ id: string }, { name: string }[]>((on) =>
  on
    .select({ name: workspace.name })
    .from(workspace)
    .where(eq(workspace.id, sql.placeholder("id"))),
);

test("a remembered query answers by its values, many at once", async () => {
  const asked = await Promise.all(["one", "two", "none", "one"].map((id) => nameOf(db, { id })));
  expect(asked).toEqual([[{ name: "One" }], [{ name: "Two" }], [], [{ name: "One" }]]);
});

test("it runs in the transaction that asks, and not in the one it was made in", async () => {
  const undone = db.transaction(async (tx) => {
    await tx.update(workspace).set({ name: "Changed" }).where(eq(workspace.id, "one"));
    expect(await nameOf(tx, { id: "one" })).toEqual([{ name: "Changed" }]);
    expect(await nameOf(db, { id: "one" })).toEqual([{ name: "One" }]);
    await tx.transaction(async (inner) => {
      await inner.update(workspace).set({ name: "Again" }).where(eq(workspace.id, "two"));
      expect(await nameOf(inner, { id: "two" })).toEqual([{ name: "Again" }]);
    });
    throw new Error("Undone.");
  });
  await expect(undone).rejects.toThrow("Undone.");
  expect(await nameOf(db, { id: "one" })).toEqual([{ name: "One" }]);
});

test("a value that is missing is an error, not everybody", async () => {
  await expect(nameOf(db, {} as { id: string })).rejects.toThrow();
});
