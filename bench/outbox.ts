/**
 * Mails per second from a backlog over a stand-in for Resend that answers at once: one by one and in batches, each as fast
 * as the machine can and at Resend's 9 calls a second.
 *
 *   npm run bench:outbox            2,000 mails
 *   npm run bench:outbox -- 500     as many as you say
 */
import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { migrateDatabase } from "../scripts/migrate.mjs";
import { bootPostgres } from "../scripts/postgres.mjs";
import { load, machine } from "./machine";
import { figure, table } from "./numbers";
import type { Measured, Way } from "./outbox/one-run";

const mails = Number(process.argv[2] ?? 2_000);
const ways: [Way, string, number][] = [
  ["single", "one by one, no limit", mails],
  ["batch", "in batches, no limit", mails],
  // At 9 a second as many as take a minute are enough.
  ["single-limited", "one by one, 9 calls/s", Math.min(mails, 540)],
  ["batch-limited", "in batches, 9 calls/s", mails],
];

const folder = path.resolve(".data-bench", randomBytes(4).toString("hex"));
// As the app starts it: every commit reaches the disk.
const server = await bootPostgres(folder);
const admin = postgres(server.url, { max: 1, onnotice() {} });
try {
  const [version] = await admin<{ version: string }[]>`select version()`;
  console.log(`${machine(version?.version ?? "")}, ${load()}\n`);
  const rows: string[][] = [];
  for (const [way, name, count] of ways) {
    const one = await inOwnProcess(way, count);
    rows.push([
      name,
      String(count),
      figure(one.seconds, "s"),
      figure(count / one.seconds),
      String(one.calls),
      figure(one.nodeMs / count, "ms"),
      figure(one.postgresMs / count, "ms"),
      figure(one.longestMs, "ms"),
    ]);
    console.error(`${name}: done, ${load()}`);
  }
  console.log(
    table(
      [
        "way",
        "mails",
        "took",
        "mails/s",
        "calls",
        "Node per mail",
        "PostgreSQL per mail",
        "longest wait of a journey",
      ],
      rows,
    ),
  );
} finally {
  await admin.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** A fresh process on a fresh database: neither what was compiled nor what lies in tables helps the next one. */
async function inOwnProcess(way: Way, count: number): Promise<Measured> {
  const name = `bench_${randomBytes(4).toString("hex")}`;
  await admin.unsafe(`create database ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  await migrateDatabase(url.href);
  const child = fork("bench/outbox/one-run.ts", [way, String(count), String(server.pid)], {
    execArgv: ["--import", "tsx", "--import", "./bench/unguarded.mjs"],
    env: { ...process.env, NODE_ENV: "production", DATABASE_URL: url.href, RESEND_API_KEY: "" },
  });
  let answer: Measured | undefined;
  child.on("message", (message: Measured) => {
    answer = message;
  });
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (answer === undefined) throw new Error(`The run “${way}” ended with code ${code}.`);
  await admin.unsafe(`drop database ${name} with (force)`);
  return answer;
}
