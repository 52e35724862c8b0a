import { afterAll, beforeAll, expect, test } from "vitest";
import { scratchDatabase } from "@/db/testing";
import { prune } from "./prune";
import { runsIn, testServer } from "./testing";

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;

beforeAll(async () => {
  scratch = await scratchDatabase();
});

afterAll(() => scratch.drop());

const day = 24 * 3_600_000;

test("after 7 days finished runs go with their steps and events; what still runs keeps everything", async () => {
  const { db } = scratch;
  const server = testServer(db, (client) => [
    client.createFunction(
      { id: "old", triggers: { event: "t/old" }, concurrency: { key: "event.data.k", limit: 1 } },
      async ({ event, step }) => {
        await step.run("work", () => 1);
        if (event.data.long) await step.sleep("long", "30d");
      },
    ),
  ]);
  await server.send(
    { name: "t/old", data: { k: 1 }, id: "one" },
    { name: "t/old", data: { k: 2, long: true }, id: "two" },
  );
  const at = { sql: db.$client, now: server.clock.now };
  const counts = async () => {
    const [row] = await db.$client`
      select (select count(*)::int from inngest_local.events) as events,
        (select count(*)::int from inngest_local.steps) as steps,
        (select count(*)::int from inngest_local.starts) as starts,
        (select count(*)::int from inngest_local.lanes) as lanes`;
    return row;
  };
  server.clock.advance(7 * day);
  await prune(at);
  expect(await counts()).toEqual({ events: 2, steps: 2, starts: 0, lanes: 1 });
  server.clock.advance(1);
  await prune(at);
  expect(await counts()).toEqual({ events: 1, steps: 1, starts: 0, lanes: 1 });
  await server.advance(30 * day);
  expect(await runsIn(db)).toMatchObject([{ status: "completed" }]);
  await server.stop();
});
