import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Pool } from "@/db/client";
import { scratchDatabase } from "@/db/testing";
import { checkCron, lastFire } from "./cron";
import { runsIn, testClock, testServer } from "./testing";

const at = (text: string) => Date.parse(text);
const minute = 60_000;

describe("the latest fire time", () => {
  test.each([
    ["* * * * *", "2026-11-22T08:43:59.999Z", "2026-11-22T08:43:00Z"],
    ["*/15 * * * *", "2026-11-22T08:43:00Z", "2026-11-22T08:30:00Z"],
    ["0 4 * * *", "2026-11-22T03:59:00Z", "2026-11-21T04:00:00Z"],
    ["30 9 * * 1-5", "2026-11-22T08:43:00Z", "2026-11-20T09:30:00Z"],
    ["0 0 * * 7", "2026-11-22T08:43:00Z", "2026-11-22T00:00:00Z"],
    ["5,10-20/5 8 1 1,7 *", "2026-11-22T08:43:00Z", "2026-07-01T08:20:00Z"],
    ["0 0 13 * 5", "2026-11-22T08:43:00Z", "2026-11-20T00:00:00Z"],
    ["0 12 29 2 *", "2026-11-22T08:43:00Z", "2024-02-29T12:00:00Z"],
  ])("of %s at %s is %s", (expression, now, fire) => {
    expect(lastFire(expression, at(now))).toBe(at(fire));
  });

  test("of a day that never comes does not exist", () => {
    expect(lastFire("0 0 31 2 *", at("2026-11-22T08:43:00Z"))).toBeUndefined();
  });

  test.each([
    "",
    "* * * *",
    "60 * * * *",
    "* * 0 * *",
    "5-1 * * * *",
    "*/0 * * * *",
    "TZ=UTC * * * * *",
    "@daily",
    "1-2-3 * * * *",
  ])("%j is refused", (expression) => expect(() => checkCron(expression)).toThrow(/cron expression/));
});

describe("with two servers on one database", () => {
  let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
  let db: Pool;

  beforeAll(async () => {
    scratch = await scratchDatabase();
    db = scratch.db;
  });

  afterAll(() => scratch.drop());

  test("a fire time starts one run, and missed ones are made up by one", async () => {
    const clock = testClock(at("2026-11-22T08:43:30Z"));
    const fired: string[] = [];
    const start = () =>
      testServer(
        db,
        (client) => [
          client.createFunction({ id: "tick", triggers: { cron: "* * * * *" } }, async ({ event, step }) => {
            await step.run("note", () => fired.push(String(event.data?.fireAt)));
          }),
        ],
        { clock },
      );
    const servers = [start(), start()];
    await Promise.all(servers.map(({ ready }) => ready));
    await settled();
    expect(fired).toEqual([]);
    for (let n = 1; n <= 3; n++) {
      clock.advance(minute);
      await vi.waitFor(() => expect(fired).toHaveLength(n), { timeout: 10_000 });
    }
    await settled();
    await Promise.all(servers.map((server) => server.stop()));
    expect(fired).toEqual(["2026-11-22T08:44:00Z", "2026-11-22T08:45:00Z", "2026-11-22T08:46:00Z"]);
    clock.advance(10 * minute);
    const later = start();
    await later.ready;
    await settled();
    await later.stop();
    expect(fired.slice(3)).toEqual(["2026-11-22T08:56:00Z"]);
    expect(await runsIn(db)).toHaveLength(4);
  });
});

/** Crons are looked at every second of real time. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 2500));
