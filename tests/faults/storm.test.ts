import { afterAll, beforeAll, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { scratchDatabase } from "@/db/testing";
import type { Engine } from "@/lib/engine/engine";
import { newLag } from "@/lib/engine/lag";
import { sweep } from "@/lib/engine/sweep";
import { drawing, end, onEvent, wait } from "../engine/drawings";
import { DAY, HOUR, makeWorkspace, publishFlow, SECOND, submit } from "../engine/kit";
import { crowd } from "./journey";
import { appFunctions } from "./no-sweep";
import { forAll, until, webEngine } from "./rig";
import { isLong, size } from "./size";

const PEOPLE = size("STORM_PEOPLE", { short: 60, long: 5_000 });
/** Every two seconds in the app. */
const SWEEP_MS = isLong ? 2 * SECOND : 10 * SECOND;

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let db: Pool;
beforeAll(async () => {
  scratch = await scratchDatabase();
  db = scratch.db;
});
afterAll(() => scratch.drop());

/** How many runs of each person are under way, and how many there have been in all. */
async function runsOf(): Promise<{ underWay: number[]; all: number }> {
  const rows = await db.$client<{ running: number; all: number }[]>`
    select count(*) filter (where runs.status = 'running')::int as running, count(*)::int as all
    from inngest_local.runs join inngest_local.events on events.id = runs.event_id
    where events.name = 'enrollment/started' group by events.payload -> 'data' ->> 'enrollmentId'`;
  return {
    underWay: rows.map(({ running }) => running),
    all: rows.reduce((sum, row) => sum + row.all, 0),
  };
}

test(`an hour in which nothing is executed and the sweep sends one hint after the other leaves one run for each of ${PEOPLE} people`, async () => {
  const flow = drawing({ start: onEvent("signed up"), rest: wait(3 * DAY), out: end("done") }, [
    "start > rest > out",
  ]);
  const place = await publishFlow(db, await makeWorkspace(db), flow);
  // An event starts what is known when it comes.
  const first = await appFunctions(scratch.url, db);
  await first.ready;
  await first.stop();
  let now = Date.now() - HOUR;
  const engine: Engine = { ...webEngine(db), clock: () => now, lag: newLag(now) };
  await forAll(crowd(PEOPLE), (who) => submit(engine, place.workspaceId, who, "signed up"));
  const begun = performance.now();
  for (const back = now + HOUR; now < back; now += SWEEP_MS) await sweep(engine);
  const stormed = performance.now();
  const before = await runsOf();
  expect(before.all).toBeGreaterThan(3 * PEOPLE);
  const server = await appFunctions(scratch.url, db);
  await server.ready;
  await until(
    "everything that had queued up was done",
    async () => {
      const [due] = await db.$client`select from inngest_local.jobs where due_at <= now() limit 1`;
      return due === undefined;
    },
    { patienceMs: 60_000 + before.all * 100 },
  );
  const took = (performance.now() - stormed) / SECOND;
  await server.stop();
  const after = await runsOf();
  console.log(
    `hint storm: ${before.all} runs for ${PEOPLE} people, made in ${((stormed - begun) / SECOND).toFixed(1)} s, worked off in ${took.toFixed(1)} s`,
  );
  expect(after.underWay).toEqual(Array(PEOPLE).fill(1));
  const waiting = await db.query.enrollment.findMany({ columns: { nodeId: true, turn: true } });
  expect(waiting.every(({ nodeId }) => nodeId === "rest")).toBe(true);
});
