/**
 * One of several processes that call on the same account, started by breaker.test.ts: takes turns for a while and writes
 * when each was. `node … turns-child.ts <database> <account> <calls a second> <ms>`
 */
import { openPool } from "@/db/client";
import { takeTurn } from "@/lib/engine/take-turn";

const [url = "", id = "", perSecond = "9", ms = "3000"] = process.argv.slice(2);
const db = openPool(url, { max: 2 });
const engine = {
  db,
  clock: () => Date.now(),
  pause: (pauseMs: number) => new Promise<void>((resolve) => setTimeout(resolve, pauseMs)),
};
const account = { id, transport: null, perSecond: Number(perSecond) };

await db.$client`select 1`;
process.stdout.write("ready\n");
// All begin together, when they are told to.
await new Promise((resolve) => process.stdin.once("data", resolve));
const end = Date.now() + Number(ms);
const turns: number[] = [];
const worker = async () => {
  while (Date.now() < end) {
    const { at } = await takeTurn(engine, account);
    if (at !== null) turns.push(at);
  }
};
await Promise.all([worker(), worker(), worker()]);
process.stdout.write(`${JSON.stringify(turns)}\n`);
await db.$client.end();
process.exit();
