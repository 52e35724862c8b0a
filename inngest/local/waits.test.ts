import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { scratchDatabase } from "@/db/testing";
import { clearRuns, runsIn, testServer } from "./testing";

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let db: Pool;
let server: ReturnType<typeof testServer> | undefined;

const second = 1000;

beforeAll(async () => {
  scratch = await scratchDatabase();
  db = scratch.db;
});

afterEach(async () => {
  await server?.stop();
  await clearRuns(db);
});

afterAll(() => scratch.drop());

const results = async () => (await runsIn(db)).map(({ result }) => result);

test("an event is not missed, whether it comes before, while or after its wait is registered", async () => {
  const trials = 80;
  const sent: Promise<unknown>[] = [];
  server = testServer(
    db,
    (client) => [
      client.createFunction({ id: "turns", triggers: { event: "t/turn" } }, async ({ event, step }) => {
        await step.run("advance", () => {
          // The answer sets out with the step's result and arrives around the moment of registration.
          const wake = () => client.send({ name: "t/woken", data: { turn: event.data.turn } });
          const after = event.data.n % 20;
          sent.push(new Promise<void>((done) => setTimeout(done, after)).then(wake));
        });
        const woken = await step.waitForEvent("wait", {
          event: "t/woken",
          match: "data.turn",
          timeout: "6d",
        });
        return woken?.data.turn === event.data.turn;
      }),
    ],
    { concurrency: 8 },
  );
  await server.send(
    ...Array.from({ length: trials }, (_, n) => ({ name: "t/turn", data: { n, turn: `e${n}:1` } })),
  );
  await Promise.all(sent);
  await server.idle();
  expect(sent).toHaveLength(trials);
  expect(await results()).toEqual(Array.from({ length: trials }, () => true));
}, 120_000);

test("of an event and a timeout at the same moment exactly one wins, and the run goes on once", async () => {
  const trials = 50;
  const endings: string[] = [];
  server = testServer(db, (client) => [
    client.createFunction({ id: "either", triggers: { event: "t/either" } }, async ({ step }) => {
      const answer = await step.waitForEvent("wait", { event: "t/answer", match: "data.k", timeout: "60s" });
      await step.run("after", () => endings.push(answer ? "event" : "timeout"));
      return answer ? "event" : "timeout";
    }),
  ]);
  await server.send(...Array.from({ length: trials }, (_, k) => ({ name: "t/either", data: { k } })));
  server.clock.advance(60 * second);
  server.wake();
  const { client } = server;
  await Promise.all(Array.from({ length: trials }, (_, k) => client.send({ name: "t/answer", data: { k } })));
  await server.idle();
  expect(endings).toHaveLength(trials);
  expect((await results()).toSorted()).toEqual(endings.toSorted());
  expect(await db.$client`select from inngest_local.waits`).toHaveLength(0);
}, 120_000);

test("a wait ends with null at its timeout and not before", async () => {
  server = testServer(db, (client) => [
    client.createFunction({ id: "patient", triggers: { event: "t/patient" } }, async ({ step }) => {
      return { answer: await step.waitForEvent("wait", { event: "t/answer", timeout: "1h" }) };
    }),
  ]);
  await server.send({ name: "t/patient" });
  await server.advance(3600 * second - 1);
  expect(await runsIn(db)).toMatchObject([{ status: "running" }]);
  await server.advance(1);
  expect(await results()).toEqual([{ answer: null }]);
});

test("match compares with the event that started the run, and if may ask for more", async () => {
  server = testServer(db, (client) => [
    client.createFunction({ id: "matching", triggers: { event: "t/match" } }, async ({ event, step }) => {
      const rule = "async.data.k == event.data.k && async.data.n > 10";
      const answer = await step.waitForEvent("wait", { event: "t/answer", if: rule, timeout: "1h" });
      return [event.data.k, answer?.data.n ?? null];
    }),
    client.createFunction({ id: "unkeyed", triggers: { event: "t/match" } }, async ({ event, step }) => {
      const rule = "async.data.n < 5 || !has(async.data.k)";
      const answer = await step.waitForEvent("wait", { event: "t/answer", if: rule, timeout: "1h" });
      return ["unkeyed", event.data.k, answer?.data.n ?? null];
    }),
  ]);
  await server.send({ name: "t/match", data: { k: "A" } }, { name: "t/match", data: { k: "B" } });
  await server.send({ name: "t/answer", data: { k: "A", n: 7 } });
  expect(await results()).toEqual([null, null, null, null]);
  await server.send(
    { name: "t/answer", data: { k: "A", n: 11 } },
    { name: "t/other", data: { k: "B", n: 11 } },
  );
  await server.send({ name: "t/answer", data: { n: 12 } });
  expect(await results()).toEqual(
    expect.arrayContaining([["A", 11], null, ["unkeyed", "A", 12], ["unkeyed", "B", 12]]),
  );
});

test("looking back hands every event to a run once, in order, and none from before the run", async () => {
  server = testServer(db, (client) => [
    client.createFunction({ id: "mailbox", triggers: { event: "t/open" } }, async ({ step }) => {
      const read: unknown[] = [];
      await step.sleep("late", "1m");
      for (let n = 0; n < 3; n++) {
        const letter = await step.waitForEvent(`letter ${n}`, {
          event: "t/letter",
          match: "data.box",
          timeout: "1h",
        });
        read.push(letter?.data.n ?? null);
      }
      return read;
    }),
  ]);
  await server.send({ name: "t/letter", data: { box: 1, n: 0 } });
  server.clock.advance(1);
  await server.send({ name: "t/open", data: { box: 1 } });
  for (const n of [1, 2]) {
    server.clock.advance(1);
    await server.send({ name: "t/letter", data: { box: 1, n } });
  }
  await server.advance(60 * second);
  expect(await runsIn(db)).toMatchObject([{ status: "running" }]);
  await server.send({ name: "t/letter", data: { box: 1, n: 3 } });
  expect(await results()).toEqual([[1, 2, 3]]);
});
