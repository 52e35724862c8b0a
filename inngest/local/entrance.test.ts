import { NonRetriableError } from "inngest";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { scratchDatabase } from "@/db/testing";
import { entrance } from "./entrance";
import { clearRuns, runsIn, testServer } from "./testing";

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let db: Pool;
let server: ReturnType<typeof testServer> | undefined;

const day = 24 * 3_600_000;

beforeAll(async () => {
  scratch = await scratchDatabase();
  db = scratch.db;
});

afterEach(async () => {
  await server?.stop();
  await clearRuns(db);
});

afterAll(() => scratch.drop());

test("the same event id starts a function once within 24 hours", async () => {
  server = testServer(db, (client) => [
    client.createFunction({ id: "once", triggers: { event: "t/once" } }, async () => {}),
    client.createFunction({ id: "twin", triggers: { event: "t/once" } }, async () => {}),
  ]);
  await server.send({ name: "t/once", id: "order-1" }, { name: "t/once", id: "order-1" });
  await server.send({ name: "t/once", id: "order-1" }, { name: "t/once", id: "order-2" });
  expect(await runsIn(db)).toHaveLength(4);
  await server.advance(day);
  await server.send({ name: "t/once", id: "order-1" });
  expect(await runsIn(db)).toHaveLength(6);
});

test("idempotency goes by the value of its expression, and stays after a failed run", async () => {
  server = testServer(db, (client) => [
    client.createFunction(
      { id: "idem", idempotency: "event.data.order", triggers: { event: "t/idem" } },
      async () => {
        throw new NonRetriableError("no");
      },
    ),
  ]);
  await server.send({ name: "t/idem", data: { order: 1 } });
  await server.send({ name: "t/idem", data: { order: 1 } }, { name: "t/idem", data: { order: 2 } });
  expect(await runsIn(db)).toHaveLength(2);
});

test.each([
  ["a reserved name", { name: "inngest/own" }, "reserved"],
  ["no name", { name: "" }, "event name is empty"],
  ["data that is not an object", { name: "t/text", data: "text" }, "data"],
  ["more than 512 KiB", { name: "t/big", data: { text: "x".repeat(600_000) } }, "512 KiB"],
  ["no JSON", undefined, "expected object"],
])("an event with %s is refused with a reason", async (_, event, reason) => {
  const body = event === undefined ? "{" : JSON.stringify(event);
  const response = await entrance(() => db.$client)("http://inngest.local/e/key", {
    method: "POST",
    body,
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    status: 400,
    ids: [""],
    error: expect.stringContaining(reason),
  });
});

test("the same request sent twice, as the SDK does when an answer is lost, starts one run", async () => {
  server = testServer(db, (client) => [
    client.createFunction({ id: "seeded", triggers: { event: "t/seeded" } }, async () => {}),
  ]);
  await server.ready;
  const send = () =>
    entrance(() => db.$client)("http://inngest.local/e/key", {
      method: "POST",
      headers: { "x-inngest-event-id-seed": "1795336968354,9SeSmzxfuLu+0Q==" },
      body: JSON.stringify([{ name: "t/seeded" }, { name: "t/seeded" }]),
    }).then((response) => response.json());
  const [first, second] = await Promise.all([send(), send()]);
  expect(first).toEqual(second);
  await server.idle();
  expect(await runsIn(db)).toHaveLength(2);
});
