import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "inngest/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scratchDatabase } from "@/db/testing";
import { overHttp } from "./handlers";
import { localClient } from "./local-client";
import { startLocalServer } from "./server";
import { runsIn, silent } from "./testing";

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let app: Server;
let route: string;

beforeAll(async () => {
  scratch = await scratchDatabase();
  const client = localClient({ id: "served", sql: () => scratch.db.$client, logger: silent });
  const hello = client.createFunction(
    { id: "hello", triggers: { event: "t/hello" } },
    async ({ event, step }) => {
      return step.run("greet", () => `Hello ${event.data.name}`);
    },
  );
  app = createServer(serve({ client, functions: [hello] })).listen(0, "127.0.0.1");
  await new Promise((resolve) => app.once("listening", resolve));
  route = `http://127.0.0.1:${(app.address() as AddressInfo).port}/api/inngest`;
});

afterAll(async () => {
  app.close();
  await scratch.drop();
});

test("functions run behind a route, which answers nobody else", async () => {
  const server = startLocalServer({ pool: scratch.db, call: overHttp(route) });
  await server.ready;
  const sender = localClient({ id: "another-process", sql: () => scratch.db.$client });
  await sender.send({ name: "t/hello", data: { name: "Ada" } });
  await server.idle();
  await server.stop();
  expect(await runsIn(scratch.db)).toMatchObject([{ status: "completed", result: "Hello Ada" }]);

  const stranger = await fetch(`${route}?fnId=served-hello&stepId=step`, { method: "POST", body: "{}" });
  expect(stranger.status).toBe(401);
});
