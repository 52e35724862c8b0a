/**
 * A process that executes, to be killed by durability.test.ts. Each step leaves a row in the table `effects` and
 * returns its id, so that a step which ran again after it was memoised leaves a row the result does not name.
 */
import { openPool } from "@/db/client";
import { inProcess } from "./handlers";
import { localClient } from "./local-client";
import { startLocalServer } from "./server";

const url = process.argv[2];
if (!url) throw new Error("Which database?");

const pool = openPool(url, { max: 10 });
const sql = pool.$client;
const client = localClient({ id: "crash", sql: () => sql });

async function effect(run: number, step: string): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    insert into effects (run, step) values (${run}, ${step}) returning id::int`;
  return row?.id ?? 0;
}

const server = startLocalServer({
  pool,
  call: inProcess(client, [
    client.createFunction({ id: "journey", triggers: { event: "crash/start" } }, async ({ event, step }) => {
      const { run } = event.data;
      const first = await step.run("first", () => effect(run, "first"));
      await step.sleep("rest", "2s");
      const second = await step.run("second", () => effect(run, "second"));
      await step.waitForEvent("answer", { event: "crash/answer", match: "data.run", timeout: "1d" });
      const third = await step.run("third", () => effect(run, "third"));
      await step.sendEvent("on", { name: "crash/next", data: { run } });
      return { first, second, third };
    }),
    client.createFunction({ id: "next", triggers: { event: "crash/next" } }, async ({ event, step }) => {
      return { last: await step.run("last", () => effect(event.data.run, "last")) };
    }),
  ]),
});
await server.ready;
console.log("ready");
