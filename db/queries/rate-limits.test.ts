import { afterAll, beforeAll, expect, test } from "vitest";
import { scratchDatabase } from "@/db/testing";
import { forgetTurns, takeTurn } from "./rate-limits";

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
beforeAll(async () => {
  scratch = await scratchDatabase();
});
afterAll(() => scratch.drop());

const rule = { most: 3, windowMs: 1000 };

test("attempts at the same moment are all counted", async () => {
  const allowed = await Promise.all(
    Array.from({ length: 8 }, () => takeTurn(scratch.db, "at once", rule, 5000)),
  );
  expect(allowed.filter(Boolean)).toHaveLength(3);
});

test("the window begins with the first attempt, and refused attempts do not prolong it", async () => {
  const at = (now: number) => takeTurn(scratch.db, "window", rule, now);
  expect([await at(0), await at(1), await at(2), await at(3), await at(900)]).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(await at(1000)).toBe(true);
});

test("a right answer forgets the wrong ones before it, of that key alone", async () => {
  for (const key of ["a", "b"]) for (let n = 0; n < 4; n++) await takeTurn(scratch.db, key, rule, 0);
  await forgetTurns(scratch.db, "a");
  expect(await takeTurn(scratch.db, "a", rule, 0)).toBe(true);
  expect(await takeTurn(scratch.db, "b", rule, 0)).toBe(false);
});
