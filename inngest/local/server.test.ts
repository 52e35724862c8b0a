import { type FailureEventArgs, NonRetriableError, RetryAfterError } from "inngest";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { scratchDatabase } from "@/db/testing";
import { clearRuns, runsIn, testServer } from "./testing";

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let db: Pool;
let server: ReturnType<typeof testServer> | undefined;

const second = 1000;
const minute = 60 * second;

beforeAll(async () => {
  scratch = await scratchDatabase();
  db = scratch.db;
});

afterEach(async () => {
  await server?.stop();
  await clearRuns(db);
});

afterAll(() => scratch.drop());

test("a run keeps what its steps returned, through a sleep", async () => {
  const ran: string[] = [];
  server = testServer(db, (client) => [
    client.createFunction({ id: "steps", triggers: { event: "t/go" } }, async ({ event, step }) => {
      const a = await step.run("a", () => ran.push("a") && { n: event.data.n, none: undefined });
      await step.sleep("nap", "1h");
      const b = await step.run("b", () => ran.push("b") && a.n + 1);
      return { a, b };
    }),
  ]);
  await server.send({ name: "t/go", data: { n: 5 } });
  expect(ran).toEqual(["a"]);
  await server.advance(59 * minute);
  expect(ran).toEqual(["a"]);
  await server.advance(minute);
  expect(ran).toEqual(["a", "b"]);
  expect(await runsIn(db)).toMatchObject([{ status: "completed", result: { a: { n: 5 }, b: 6 } }]);
});

test("sleepUntil wakes at its instant, not before", async () => {
  server = testServer(db, (client) => [
    client.createFunction({ id: "until", triggers: { event: "t/until" } }, async ({ event, step }) => {
      await step.sleepUntil("until", new Date(event.data.at));
      return "awake";
    }),
  ]);
  await server.send({ name: "t/until", data: { at: server.clock.now() + 90 * second } });
  await server.advance(90 * second - 1);
  expect(await runsIn(db)).toMatchObject([{ status: "running" }]);
  await server.advance(1);
  expect(await runsIn(db)).toMatchObject([{ status: "completed", result: "awake" }]);
});

test("a failing step is tried again by the table, with jitter, until it works", async () => {
  const attempts: number[] = [];
  server = testServer(db, (client) => [
    client.createFunction({ id: "flaky", triggers: { event: "t/flaky" } }, async ({ attempt, step }) => {
      await step.run("work", () => {
        attempts.push(attempt);
        if (attempts.length < 3) throw new Error("not yet");
      });
      return attempts.length;
    }),
  ]);
  await server.send({ name: "t/flaky" });
  await server.advance(15 * second - 1);
  expect(attempts).toEqual([0]);
  await server.advance(30 * second + 1);
  expect(attempts).toEqual([0, 1]);
  await server.advance(minute);
  expect(attempts).toEqual([0, 1, 2]);
  expect(await runsIn(db)).toMatchObject([{ status: "completed", result: 3 }]);
});

test("RetryAfterError sets the time of the next attempt", async () => {
  const calls: number[] = [];
  server = testServer(db, (client) => [
    client.createFunction({ id: "later", triggers: { event: "t/later" } }, async ({ step }) => {
      await step.run("work", () => {
        if (calls.push(calls.length) === 1) throw new RetryAfterError("busy", "120s");
      });
    }),
  ]);
  await server.send({ name: "t/later" });
  await server.advance(119 * second);
  expect(calls).toHaveLength(1);
  await server.advance(second);
  expect(calls).toHaveLength(2);
  expect(await runsIn(db)).toMatchObject([{ status: "completed" }]);
});

test("a step out of attempts fails where the function can catch it", async () => {
  server = testServer(db, (client) => [
    client.createFunction(
      { id: "catching", retries: 1, triggers: { event: "t/catch" } },
      async ({ step }) => {
        try {
          await step.run("never", () => {
            throw new TypeError("no");
          });
        } catch (error) {
          return `caught ${error instanceof Error ? error.message : ""}`;
        }
      },
    ),
  ]);
  await server.send({ name: "t/catch" });
  await server.advance(minute);
  expect(await runsIn(db)).toMatchObject([{ status: "completed", result: "caught no" }]);
});

test("a failed run calls onFailure with its error and event, once, and NonRetriableError fails at once", async () => {
  const failures: unknown[] = [];
  let calls = 0;
  server = testServer(db, (client) => [
    client.createFunction(
      {
        id: "failing",
        triggers: { event: "t/fail" },
        onFailure: async ({ event, error }: FailureEventArgs) => {
          failures.push({ event: event.data.event, run: event.data.run_id, error: error.message });
        },
      },
      async () => {
        calls++;
        throw new NonRetriableError("never");
      },
    ),
  ]);
  await server.send({ name: "t/fail", data: { k: 1 } });
  expect(calls).toBe(1);
  const [failed, handler] = (await runsIn(db)).sort((a, b) => (a.functionId < b.functionId ? -1 : 1));
  expect(failed).toMatchObject({
    functionId: "test-app-failing",
    status: "failed",
    result: { message: "never" },
  });
  expect(handler).toMatchObject({ functionId: "test-app-failing-failure", status: "completed" });
  expect(failures).toMatchObject([
    { event: { name: "t/fail", data: { k: 1 } }, run: failed?.id, error: "never" },
  ]);
});

test("a run hands over to the next through step.sendEvent", async () => {
  server = testServer(db, (client) => [
    client.createFunction({ id: "relay", triggers: { event: "t/relay" } }, async ({ event, step, runId }) => {
      if (event.data.hop === 3) return "arrived";
      await step.sendEvent("on", { name: "t/relay", data: { hop: event.data.hop + 1, from: runId } });
    }),
  ]);
  await server.send({ name: "t/relay", data: { hop: 1 } });
  const results = (await runsIn(db)).map(({ result }) => result);
  expect(results.filter((result) => result === null)).toHaveLength(2);
  expect(results.filter((result) => result === "arrived")).toHaveLength(1);
});

test("concurrency by key limits executing steps of one key and leaves other keys alone", async () => {
  const executing = new Map<string, number>();
  const most = new Map<string, number>();
  server = testServer(db, (client) => [
    client.createFunction(
      {
        id: "narrow",
        triggers: { event: "t/narrow" },
        concurrency: { key: "event.data.workspace", limit: 2 },
      },
      async ({ event, step }) => {
        await step.run("work", async () => {
          const now = (executing.get(event.data.workspace) ?? 0) + 1;
          executing.set(event.data.workspace, now);
          most.set(event.data.workspace, Math.max(now, most.get(event.data.workspace) ?? 0));
          await new Promise((resolve) => setTimeout(resolve, 20));
          executing.set(event.data.workspace, (executing.get(event.data.workspace) ?? 0) - 1);
        });
        await step.sleep("rest", "1m");
      },
    ),
  ]);
  const events = Array.from({ length: 12 }, (_, i) => ({
    name: "t/narrow",
    data: { workspace: i % 3 ? "a" : "b" },
  }));
  await server.send(...events);
  expect(Object.fromEntries(most)).toEqual({ a: 2, b: 2 });
  await server.advance(minute);
  expect((await runsIn(db)).every(({ status }) => status === "completed")).toBe(true);
});

test("cancelOn ends a waiting run by match, and a run in progress stores nothing more", async () => {
  let release = () => {};
  let started = () => {};
  const hasStarted = new Promise<void>((resolve) => {
    started = resolve;
  });
  const after: string[] = [];
  server = testServer(db, (client) => [
    client.createFunction(
      { id: "long", triggers: { event: "t/long" }, cancelOn: [{ event: "t/cancel", match: "data.k" }] },
      async ({ event, step }) => {
        if (event.data.busy) {
          await step.run("busy", () => {
            started();
            return new Promise<void>((resolve) => {
              release = resolve;
            });
          });
        }
        await step.sleep("sleep", "1h");
        await step.run("after", () => after.push(event.data.k));
      },
    ),
  ]);
  await server.send({ name: "t/long", data: { k: "sleeping" } }, { name: "t/long", data: { k: "kept" } });
  await server.send({ name: "t/cancel", data: { k: "sleeping" } });
  await server.client.send({ name: "t/long", data: { k: "busy", busy: true } });
  await hasStarted;
  await server.client.send({ name: "t/cancel", data: { k: "busy" } });
  release();
  await server.idle();
  await server.advance(60 * minute);
  expect(after).toEqual(["kept"]);
  const statuses = (await runsIn(db)).map(({ status }) => status).sort();
  expect(statuses).toEqual(["cancelled", "cancelled", "completed"]);
});

test("a trigger's if decides which events start a run", async () => {
  server = testServer(db, (client) => [
    client.createFunction(
      {
        id: "vip",
        triggers: { event: "t/if", if: "event.data.total > 100 && event.data.tags.exists(t, t == 'vip')" },
      },
      async ({ event }) => event.data.total,
    ),
  ]);
  await server.send(
    { name: "t/if", data: { total: 150, tags: ["new", "vip"] } },
    { name: "t/if", data: { total: 150, tags: ["new"] } },
    { name: "t/if", data: { total: 50, tags: ["vip"] } },
    { name: "t/if", data: {} },
  );
  expect(await runsIn(db)).toMatchObject([{ result: 150 }]);
});

test("parallel steps, a sleep and a wait all run before the function goes on", async () => {
  const ran: string[] = [];
  server = testServer(db, (client) => [
    client.createFunction({ id: "parallel", triggers: { event: "t/par" } }, async ({ step }) => {
      const results = await Promise.all([
        step.run("p1", () => ran.push("p1") && 1),
        step.run("p2", () => ran.push("p2") && 2),
        step.sleep("pz", "10s"),
        step.waitForEvent("pw", { event: "t/answer", timeout: "1h" }),
      ]);
      return [results[0], results[1], results[3]?.data.n, await step.run("z", () => ran.push("z") && 3)];
    }),
  ]);
  await server.send({ name: "t/par" });
  expect(ran.toSorted()).toEqual(["p1", "p2"]);
  await server.advance(10 * second);
  await server.send({ name: "t/answer", data: { n: 7 } });
  expect(ran.toSorted()).toEqual(["p1", "p2", "z"]);
  expect(await runsIn(db)).toMatchObject([{ status: "completed", result: [1, 2, 7, 3] }]);
});

test("steps of a request that takes too long are asked for one by one", async () => {
  const ran: number[] = [];
  server = testServer(db, (client) => [
    client.createFunction(
      { id: "slow", checkpointing: { maxRuntime: 20 }, triggers: { event: "t/slow" } },
      async ({ step }) => {
        for (const n of [1, 2, 3]) {
          await step.run(`step ${n}`, async () => {
            ran.push(n);
            await new Promise((resolve) => setTimeout(resolve, 50));
          });
        }
        return "through";
      },
    ),
  ]);
  await server.send({ name: "t/slow" });
  expect(ran).toEqual([1, 2, 3]);
  expect(await runsIn(db)).toMatchObject([{ status: "completed", result: "through" }]);
});

test("a setting that is not supported is refused at the start", async () => {
  server = testServer(db, (client) => [
    client.createFunction(
      { id: "debounced", debounce: { period: "1s" }, triggers: { event: "t/deb" } },
      async () => {},
    ),
  ]);
  await expect(server.ready).rejects.toThrow(/test-app-debounced[\s\S]*debounce/);
});

test("an operation that is not supported fails the run and says so", async () => {
  server = testServer(db, (client) => {
    const other = client.createFunction({ id: "other" }, async () => {});
    return [
      other,
      client.createFunction({ id: "invoking", triggers: { event: "t/invoke" } }, async ({ step }) => {
        await step.invoke("call", { function: other });
      }),
    ];
  });
  await server.send({ name: "t/invoke" });
  expect(await runsIn(db)).toMatchObject([
    { status: "failed", result: { message: expect.stringContaining("InvokeFunction") } },
  ]);
});
