import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { scratchDatabase } from "@/db/testing";
import { engineProcesses } from "../../scripts/engines.mjs";
import { freePort } from "../../scripts/postgres.mjs";
import { allGone, launch, postmaster, type Run, readRecord } from "./launch";

// Starting and stopping real processes takes seconds, on a busy machine many.
vi.setConfig({ testTimeout: 120_000 });

/** Stands where Next would be; a browser test starts the real one. */
const server = path.resolve("tests/runner/server.mjs");
const engine = path.resolve("tests/runner/engine.mjs");

/** As a first start leaves it that was stopped. */
let stopped: string;
let folder: string;
let port: string;
let runs: Run[];

const newFolder = () => mkdtempSync(path.join(tmpdir(), "funnelwright-runner-"));

beforeAll(async () => {
  stopped = newFolder();
  const first = launch({
    DATA_DIR: stopped,
    PORT: String(await freePort()),
    FUNNELWRIGHT_SERVER: server,
  });
  await first.ready();
  first.runner.kill("SIGINT");
  await first.ended;
});
afterAll(() => rmSync(stopped, { recursive: true, force: true }));

beforeEach(async () => {
  folder = newFolder();
  port = String(await freePort());
  runs = [];
});

afterEach(async () => {
  for (const run of runs) run.runner.kill("SIGTERM");
  await Promise.all(runs.map((run) => run.ended));
  rmSync(folder, { recursive: true, force: true });
});

function start(settings: Record<string, string> = {}) {
  const run = launch({ DATA_DIR: folder, PORT: port, FUNNELWRIGHT_SERVER: server, ...settings });
  runs.push(run);
  return run;
}

async function ask(where = "/") {
  const response = await fetch(`http://localhost:${port}${where}`);
  return (await response.json()) as Record<string, string> & { pid: number; count: number };
}

/** Making a database takes longer than all the rest of a start: what is not about a first start has one already. */
function notTheFirst() {
  rmSync(folder, { recursive: true });
  // With owners and times as they are; PostgreSQL's files belong to somebody else where this runs as root.
  if (process.platform === "win32") cpSync(stopped, folder, { recursive: true });
  else execFileSync("cp", ["-a", stopped, folder]);
}

/** A run with one line written, its processes by role. */
async function runWithData({ first = false } = {}) {
  if (!first) notTheFirst();
  const run = start();
  await run.ready();
  await ask("/write");
  const server = (await ask()).pid;
  const database = postmaster(folder) ?? 0;
  const others = run.processes();
  const watchdog = others.find((pid) => pid !== server && pid !== database) ?? 0;
  expect(others).toHaveLength(3);
  return { run, server, database, watchdog, all: others };
}

/** A run whose people are moved by processes beside the server. */
async function runWithEngines(count: number) {
  notTheFirst();
  const run = start({ FUNNELWRIGHT_ENGINE: engine, ENGINE_PROCESSES: String(count), DEMO: "" });
  await run.ready();
  await expect.poll(() => enginesOf(run)).toHaveLength(count);
  return run;
}

/** Those that have ever spoken. */
const enginesOf = (run: Run) =>
  [...run.said().matchAll(/^engine (\d+) ENGINE=(\S*) DEMO=(\S*)$/gm)].map(([, pid, ENGINE, DEMO]) => ({
    pid: Number(pid),
    ENGINE,
    DEMO,
  }));

/** Starts again and finds what was written before. */
async function startsAgain(lines = 1) {
  const run = start();
  await run.ready();
  expect((await ask()).count).toBe(lines);
  return run;
}

describe("one start", () => {
  test("prints where it runs, keeps its secret, and leaves nothing behind after Ctrl-C", async () => {
    const { run, all } = await runWithData({ first: true });
    expect(run.said()).toContain(`Funnelwright runs at http://localhost:${port}`);
    expect(run.said()).toContain(folder);
    const seen = await ask();
    expect(seen).toMatchObject({
      DATA_DIR: folder,
      APP_URL: `http://localhost:${port}`,
      NODE_ENV: "production",
    });
    expect(readFileSync(path.join(folder, "secret"), "utf8").trim()).toBe(seen.APP_SECRET);
    expect(statSync(path.join(folder, "secret")).mode & 0o777).toBe(0o600);
    run.runner.kill("SIGINT");
    expect(await run.ended).toBe(0);
    await allGone(all, 0);
    await startsAgain();
    expect((await ask()).APP_SECRET).toBe(seen.APP_SECRET);
  });

  test("shows the sign-in of today's address", async () => {
    notTheFirst();
    const demo = {
      baseUrl: "http://localhost:1",
      email: "owner@example.com",
      password: "a word",
      apiKey: "k",
    };
    writeFileSync(path.join(folder, "demo.json"), JSON.stringify(demo), { mode: 0o600 });
    const run = start();
    await run.ready();
    expect(run.said()).toContain("owner@example.com   password: a word");
    const written = JSON.parse(readFileSync(path.join(folder, "demo.json"), "utf8"));
    expect(written).toEqual({ ...demo, baseUrl: `http://localhost:${port}` });
    expect(statSync(path.join(folder, "demo.json")).mode & 0o777).toBe(0o600);
  });

  test("says in a sentence that the port is taken, and starts nothing", async () => {
    const other = createServer().listen(Number(port), "127.0.0.1");
    const run = start();
    expect(await run.ended).toBe(1);
    other.close();
    expect(run.said()).toMatch(new RegExp(`^Another program already uses port ${port}\\.[^\\n]*\\n$`));
    expect(postmaster(folder)).toBeUndefined();
  });

  test("stops everything when the server ends by itself", async () => {
    const { run, all } = await runWithData();
    await fetch(`http://localhost:${port}/end`).catch(() => {});
    expect(await run.ended).toBe(1);
    expect(run.said()).toContain("The app has stopped (exit code 7).");
    await allGone(all, 0);
  });
});

test("a second start on the same folder says so and disturbs nothing", async () => {
  const { run } = await runWithData();
  const second = start({ PORT: String(await freePort()) });
  expect(await second.ended).toBe(1);
  expect(second.said()).toBe(
    `Funnelwright already runs on this data folder at http://localhost:${port} (process ${run.runner.pid}).\n`,
  );
  expect((await ask()).count).toBe(1);
});

describe("after kill -9 the next start finds its data and no orphan", () => {
  test("of the runner: the watchdog takes the rest down", async () => {
    const { run, all } = await runWithData();
    run.runner.kill("SIGKILL");
    await allGone(all);
    await startsAgain();
  });

  test("of the runner, and started again at once", async () => {
    const { run, all } = await runWithData();
    run.runner.kill("SIGKILL");
    await startsAgain();
    await allGone(all, 0);
  });

  test("of the server", async () => {
    const { run, server, all } = await runWithData();
    process.kill(server, "SIGKILL");
    expect(await run.ended).toBe(1);
    expect(run.said()).toContain("The app has stopped (it was ended by SIGKILL).");
    await allGone(all, 0);
    await startsAgain();
  });

  test("of PostgreSQL", async () => {
    const { run, database, all } = await runWithData();
    process.kill(database, "SIGKILL");
    expect(await run.ended).toBe(1);
    expect(run.said()).toContain("PostgreSQL has stopped");
    await allGone(all);
    await startsAgain();
  });

  test("of the watchdog: another takes its place", async () => {
    const { run, server, database, watchdog, all } = await runWithData();
    process.kill(watchdog, "SIGKILL");
    await expect.poll(() => run.processes().some((pid) => !all.includes(pid))).toBe(true);
    run.runner.kill("SIGKILL");
    await allGone([server, database]);
    await startsAgain();
  });

  test("of runner and watchdog: the orphans are ended by the next start", async () => {
    const { run, server, database, watchdog } = await runWithData();
    process.kill(run.runner.pid ?? 0, "SIGSTOP");
    process.kill(watchdog, "SIGKILL");
    run.runner.kill("SIGKILL");
    await run.ended.catch(() => {});
    await allGone([watchdog]);
    expect((await ask()).pid).toBe(server);
    await startsAgain();
    await allGone([server, database], 0);
  });

  test("of all of them", async () => {
    const { run, all } = await runWithData();
    for (const pid of [run.runner.pid ?? 0, ...all]) process.kill(pid, "SIGKILL");
    await startsAgain();
    await allGone(all, 0);
  });

  // Before, during and after the making of the database.
  test.each([200, 500, 900, 1_300])("in the middle of the first start, after %d ms", async (milliseconds) => {
    const run = start();
    await pause(milliseconds);
    run.runner.kill("SIGKILL");
    await startsAgain(0);
  });
});

describe("processes of the engine beside the server", () => {
  test("one of them fills the demo, the server is told of them, and Ctrl-C ends them", async () => {
    const run = await runWithEngines(2);
    const engines = enginesOf(run);
    expect(engines.map(({ ENGINE }) => ENGINE)).toEqual(["on", "on"]);
    expect(engines.map(({ DEMO }) => DEMO).sort()).toEqual(["", "off"]);
    expect((await ask()).ENGINE).toBe("beside");
    const all = run.processes();
    expect(all).toEqual(expect.arrayContaining(engines.map(({ pid }) => pid)));
    run.runner.kill("SIGINT");
    expect(await run.ended).toBe(0);
    await allGone(all, 0);
  });

  test("another takes the place of one that is killed or ends; the server goes on", async () => {
    const run = await runWithEngines(1);
    const [first] = enginesOf(run);
    process.kill(first?.pid ?? 0, "SIGKILL");
    await expect.poll(() => enginesOf(run), { timeout: 10_000 }).toHaveLength(2);
    expect(run.said()).toContain("A process of the engine has ended (it was ended by SIGKILL)");
    writeFileSync(path.join(folder, "end-engine"), "");
    await expect.poll(() => enginesOf(run), { timeout: 10_000 }).toHaveLength(3);
    expect(run.said()).toContain("A process of the engine has ended (exit code 3)");
    expect((await ask()).count).toBe(0);
    const recorded = readRecord(folder).processes.map(({ pid }) => pid);
    expect(recorded).toContain(enginesOf(run).at(-1)?.pid);
    expect(recorded).not.toContain(first?.pid);
  });

  test("the watchdog ends them when the runner is killed", async () => {
    const run = await runWithEngines(1);
    const all = run.processes();
    run.runner.kill("SIGKILL");
    await allGone(all);
  });

  test("how many there are is a number", async () => {
    const run = start({ FUNNELWRIGHT_ENGINE: engine, ENGINE_PROCESSES: "many" });
    expect(await run.ended).toBe(1);
    expect(run.said()).toBe('ENGINE_PROCESSES must be a number from 0 to 9, not "many".\n');
  });

  test.each<[Record<string, string>, "start" | "dev", number]>([
    [{ ENGINE_PROCESSES: "3" }, "start", 3],
    [{ ENGINE_PROCESSES: "0" }, "start", 0],
    [{ ENGINE_PROCESSES: "3" }, "dev", 0],
    [{ ENGINE_PROCESSES: "3", ENGINE: "off" }, "start", 0],
    [{ ENGINE_PROCESSES: "3", INNGEST_BASE_URL: "http://localhost:8288" }, "start", 0],
  ])("with %o and npm run %s there are %d", (env, mode, count) => {
    expect(engineProcesses(env as NodeJS.ProcessEnv, mode)).toBe(count);
  });
});

test("numbers that now belong to strangers fool nobody", async () => {
  const { run, all } = await runWithData();
  for (const pid of [run.runner.pid ?? 0, ...all]) process.kill(pid, "SIGKILL");
  await allGone(all);
  // Every number on record becomes this test's own process, which lives and must go on living.
  const record = readRecord(folder);
  const foreign = { ...record, pid: process.pid, processes: [{ pid: process.pid, start: "another time" }] };
  writeFileSync(path.join(folder, "running.json"), JSON.stringify(foreign));
  const file = path.join(folder, "pgdata", "postmaster.pid");
  writeFileSync(file, readFileSync(file, "utf8").replace(/^\d+/, String(process.pid)));
  await startsAgain();
});

describe("with a database elsewhere", () => {
  test("starts no PostgreSQL and passes no data folder", async () => {
    const scratch = await scratchDatabase();
    const secret = randomBytes(24).toString("hex");
    const run = start({ DATABASE_URL: scratch.url, APP_SECRET: secret });
    await run.ready();
    expect(await ask("/write")).toMatchObject({ DATA_DIR: "", APP_SECRET: secret, count: 1 });
    expect(run.said()).toContain(`create the owner account at http://localhost:${port}`);
    expect(postmaster(folder)).toBeUndefined();
    run.runner.kill("SIGINT");
    expect(await run.ended).toBe(0);
    await scratch.drop();
  });

  test("asks for a secret", async () => {
    const run = start({ DATABASE_URL: "postgres://nowhere.invalid/x" });
    expect(await run.ended).toBe(1);
    expect(run.said()).toMatch(/^With DATABASE_URL, set APP_SECRET too.*\n$/);
  });
});
