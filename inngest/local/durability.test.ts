import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { scratchDatabase } from "@/db/testing";
import { applyAnswer } from "./apply";
import { storeCheckpoint } from "./checkpoint";
import { beat, claimJobs } from "./jobs";
import { localClient } from "./local-client";
import { clearRuns, runsIn, testServer } from "./testing";

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let db: Pool;

beforeAll(async () => {
  scratch = await scratchDatabase();
  db = scratch.db;
});

afterEach(() => clearRuns(db));

afterAll(() => scratch.drop());

test("runs survive kill -9 while they sleep, wait and work, and no memoised step runs again", async () => {
  const runs = 20;
  const client = localClient({ id: "crash", sql: () => db.$client });
  await db.$client`create table effects (id bigint primary key generated always as identity, run int, step text)`;
  let child = await startChild();
  await client.send(Array.from({ length: runs }, (_, run) => ({ name: "crash/start", data: { run } })));
  // At these moments (ms) the runs are in their first steps, and asleep or waiting.
  for (const life of [150, 2500]) {
    await pause(life);
    await kill(child);
    child = await startChild();
  }
  await client.send(Array.from({ length: runs }, (_, run) => ({ name: "crash/answer", data: { run } })));
  await pause(100);
  await kill(child);
  child = await startChild();
  await until(async () => {
    const rows = await runsIn(db);
    return rows.length >= 2 * runs && rows.every(({ status }) => status === "completed");
  });
  await kill(child);

  const named = (await runsIn(db)).flatMap(({ result }) => Object.values(result as Record<string, number>));
  const effects = await db.$client<
    { id: number; run: number; step: string }[]
  >`select id::int, run, step from effects`;
  for (const step of ["first", "second", "third"]) {
    for (let run = 0; run < runs; run++) {
      // Cut off before it was memoised, a step runs again; the latest run is then the one that counts.
      const last = Math.max(
        ...effects.filter((row) => row.run === run && row.step === step).map(({ id }) => id),
      );
      expect(named).toContain(last);
    }
  }
}, 180_000);

test("what a process taken for dead still answers changes nothing", async () => {
  const sql = db.$client;
  const client = localClient({ id: "test-app", sql: () => sql });
  let finished = 0;
  const start = () =>
    testServer(db, (app) => [
      app.createFunction({ id: "fenced", triggers: { event: "t/fenced" } }, async ({ step }) => {
        await step.run("work", () => finished++);
        await step.sleep("rest", "1h");
      }),
    ]);
  const setup = start();
  await setup.ready;
  await setup.stop();
  await client.send({ name: "t/fenced" });

  const { tasks } = await claimJobs(sql, { instance: "zombie", count: 1, now: Date.now() + 1000 });
  const [zombie] = tasks;
  if (!zombie) throw new Error("the run is due");
  await beat(sql, "zombie", [zombie.jobId]);
  const server = start();
  await server.ready;
  server.clock.advance(2000);
  await pause(1500);
  expect(finished).toBe(0);
  await sql`update inngest_local.instances set heartbeat_at = now() - interval '6 seconds' where id = 'zombie'`;
  await until(async () => finished === 1);
  await server.idle();

  const late = { qi_id: zombie.jobId, generation_id: zombie.generation, steps: [] };
  expect(await storeCheckpoint(sql, zombie.runId, late)).toBe(false);
  const at = { sql, now: () => Date.now() };
  await applyAnswer(at, zombie, { kind: "complete", version: 2, result: "late" });
  await applyAnswer(at, zombie, { kind: "fail", version: 2, error: { name: "Error", message: "late" } });
  expect(await runsIn(db)).toMatchObject([{ status: "running" }]);
  await server.advance(3_600_000);
  expect(await runsIn(db)).toMatchObject([{ status: "completed", result: null }]);
  await server.stop();
});

test("a stopping server finishes what it has in hand and leaves the rest to others at once", async () => {
  let release = () => {};
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const ran: string[] = [];
  const start = (concurrency: number) =>
    testServer(
      db,
      (app) => [
        app.createFunction({ id: "slow", triggers: { event: "t/slow" } }, async ({ event, step }) => {
          await step.run("work", async () => {
            ran.push(event.data.name);
            if (event.data.name !== "first") return;
            begun();
            await new Promise<void>((resolve) => {
              release = resolve;
            });
          });
        }),
      ],
      { concurrency },
    );
  const server = start(1);
  await server.ready;
  await server.client.send({ name: "t/slow", data: { name: "first" } });
  await hasBegun;
  await server.client.send({ name: "t/slow", data: { name: "second" } });
  const stopped = server.stop();
  release();
  await stopped;
  expect(ran).toEqual(["first"]);
  expect((await runsIn(db)).map(({ status }) => status).sort()).toEqual(["completed", "running"]);
  const next = start(1);
  await next.ready;
  await next.idle();
  await next.stop();
  expect(ran).toEqual(["first", "second"]);
});

const child = fileURLToPath(new URL("crash-child.ts", import.meta.url));

async function startChild(): Promise<ChildProcess> {
  const args = ["--conditions=react-server", "--import", "tsx", child, scratch.url];
  const started = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    started.once("exit", (code) => reject(new Error(`the child ended with ${code}`)));
    started.stdout.once("data", () => resolve());
  });
  return started;
}

async function kill(process: ChildProcess) {
  const ended = new Promise((resolve) => process.once("exit", resolve));
  process.kill("SIGKILL");
  await ended;
}

async function until(holds: () => Promise<boolean>) {
  while (!(await holds())) await pause(50);
}

function pause(ms: number) {
  return new Promise<void>((resolve) => setTimeout(resolve, ms));
}
