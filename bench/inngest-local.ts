/**
 * How fast the embedded Inngest server is: runs and steps per second, and idle latency from event to first step.
 *
 *   npx tsx --conditions=react-server bench/inngest-local.ts postgres://…   (a database it may fill, migrated)
 */
import { openPool } from "@/db/client";
import { inProcess } from "@/inngest/local/handlers";
import { localClient } from "@/inngest/local/local-client";
import { startLocalServer } from "@/inngest/local/server";

const [url, runs = "2000", concurrency = "16"] = process.argv.slice(2);
if (!url) throw new Error("Which database? Give its URL.");

const pool = openPool(url, { max: 20 });
const client = localClient({ id: "bench", sql: () => pool.$client });
let ended = 0;
let stepped = (_: number) => {};

const functions = [
  client.createFunction({ id: "work", triggers: { event: "bench/work" } }, async ({ step }) => {
    await step.run("first", () => ({ n: 1 }));
    await step.sleep("rest", "1s");
    await step.run("second", () => ({ n: 2 }));
    ended++;
  }),
  client.createFunction({ id: "latency", triggers: { event: "bench/latency" } }, async ({ step }) => {
    await step.run("first", () => stepped(performance.now()));
  }),
];

const server = startLocalServer({
  pool,
  call: inProcess(client, functions),
  concurrency: Number(concurrency),
  onLog: ({ level, message, error }) => level === "error" && console.error(message, error),
});
await server.ready;

const latencies: number[] = [];
for (let i = 0; i < 200; i++) {
  const at = new Promise<number>((resolve) => {
    stepped = resolve;
  });
  const sent = performance.now();
  await client.send({ name: "bench/latency" });
  latencies.push((await at) - sent);
  await pause(20);
}
latencies.sort((a, b) => a - b);
console.log(`event to first step, idle: p50 ${ms(0.5)} ms, p95 ${ms(0.95)} ms`);

const total = Number(runs);
const begun = performance.now();
const cpu = process.cpuUsage();
for (let i = 0; i < total; i += 500) {
  await client.send(
    Array.from({ length: Math.min(500, total - i) }, (_, n) => ({ name: "bench/work", data: { n } })),
  );
}
const sent = (performance.now() - begun) / 1000;
while (ended < total) await pause(10);
const seconds = (performance.now() - begun) / 1000;
const used = process.cpuUsage(cpu);
console.log(
  `${total} runs of (run, sleep 1 s, run), sent in ${sent.toFixed(1)} s, ended in ${seconds.toFixed(1)} s:`,
);
console.log(`${(total / seconds).toFixed(0)} runs/s, ${((total * 3) / seconds).toFixed(0)} steps/s`);
console.log(`processor time of this process: ${((used.user + used.system) / 1e6).toFixed(1)} s`);
await server.stop();
await pool.$client.end();

function ms(quantile: number) {
  return latencies[Math.floor(latencies.length * quantile)]?.toFixed(1);
}

function pause(duration: number) {
  return new Promise((resolve) => setTimeout(resolve, duration));
}
