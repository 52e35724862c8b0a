/**
 * People per second through trigger → email → wait 1 s → condition → email, driven by the embedded Inngest server as
 * the app runs it, and directly, without Inngest, as the floor. Idle latency from event to first step.
 *
 *   npm run bench:engine            100, 1,000 and 5,000 people
 *   npm run bench:engine -- 100 500 as many as you say
 *
 * How many people who wait the app carries is another bench: npm run bench:waiting
 */
import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { migrateDatabase } from "../scripts/migrate.mjs";
import { bootPostgres } from "../scripts/postgres.mjs";
import type { Driver, Measured } from "./engine/one-run";
import { load, machine } from "./machine";
import { figure, quantile, table } from "./numbers";

const sizes = process.argv.slice(2).map(Number);
if (sizes.length === 0) sizes.push(100, 1_000, 5_000);

const folder = path.resolve(".data-bench", randomBytes(4).toString("hex"));
// As the app starts it: every commit reaches the disk.
const server = await bootPostgres(folder);
const admin = postgres(server.url, { max: 1, onnotice() {} });
try {
  const [version] = await admin<{ version: string }[]>`select version()`;
  console.log(`${machine(version?.version ?? "")}, ${load()}\n`);
  const results: Record<Driver, Measured[]> = { direct: [], embedded: [] };
  for (const size of sizes) {
    for (const driver of ["embedded", "direct"] as const) {
      results[driver].push(await inOwnProcess<Measured>(driver, String(size)));
      console.error(
        `${driver} ${size}: done in ${figure(results[driver].at(-1)?.seconds ?? 0, "s")}, ${load()}`,
      );
    }
  }
  const idle = await inOwnProcess<number[]>("embedded", "idle");
  report(results, idle);
} finally {
  await admin.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** A fresh process on a fresh database: neither what was compiled nor what lies in tables helps the next one. */
async function inOwnProcess<T>(driver: Driver, count: string): Promise<T> {
  const name = `bench_${randomBytes(4).toString("hex")}`;
  await admin.unsafe(`create database ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  await migrateDatabase(url.href);
  const child = fork("bench/engine/one-run.ts", [driver, count, String(server.pid)], {
    execArgv: [
      "--import",
      "tsx",
      "--import",
      "./bench/unguarded.mjs",
      ...process.execArgv.filter((word) => /prof/.test(word)),
    ],
    env: { ...process.env, NODE_ENV: "production", DATABASE_URL: url.href, RESEND_API_KEY: "" },
  });
  let answer: T | undefined;
  child.on("message", (message: T) => {
    answer = message;
  });
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (answer === undefined) throw new Error(`The run of ${count} people ended with code ${code}.`);
  await admin.unsafe(`drop database ${name} with (force)`);
  return answer;
}

function report(results: Record<Driver, Measured[]>, idle: number[]) {
  const rows = sizes.flatMap((size, at) =>
    (["embedded", "direct"] as const).map((driver) => {
      const one = results[driver][at] as Measured;
      return [
        `${size}, ${driver === "embedded" ? "embedded Inngest" : "direct (floor)"}`,
        figure(one.seconds, "s"),
        figure(size / one.seconds),
        driver === "embedded" ? figure(one.steps / one.seconds) : "",
        figure(one.nodeMs / size, "ms"),
        figure(one.postgresMs / size, "ms"),
        figure(one.nodeMb, "MB"),
        figure(one.postgresMb, "MB"),
      ];
    }),
  );
  console.log(
    table(
      [
        "people",
        "took",
        "people/s",
        "steps/s",
        "Node per person",
        "PostgreSQL per person",
        "Node peak",
        "PostgreSQL",
      ],
      rows,
    ),
  );
  const cost = (one: Measured | undefined) => (one ? (one.nodeMs + one.postgresMs) / one.people : Number.NaN);
  const { embedded, direct } = results;
  console.log(
    `\nprocessor time per person, ${sizes.at(-1)} against ${sizes[0]}: × ${figure(cost(embedded.at(-1)) / cost(embedded[0]))} (direct × ${figure(cost(direct.at(-1)) / cost(direct[0]))})`,
  );
  console.log(
    `embedded against direct at ${sizes.at(-1)}: × ${figure(cost(embedded.at(-1)) / cost(direct.at(-1)))} processor time, × ${figure((embedded.at(-1)?.seconds ?? 0) / (direct.at(-1)?.seconds ?? 1))} time`,
  );
  console.log(
    `idle, event to first step: p50 ${quantile(idle, 0.5)} ms, p95 ${quantile(idle, 0.95)} ms of ${idle.length}; ${load()}`,
  );
}
