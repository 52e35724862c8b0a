import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import net from "node:net";
import path from "node:path";
import { giveTo, postgresBinary, postgresIdentity } from "./postgres-binaries.mjs";
import { endProcesses, pause, signal, startOf, workingIn } from "./processes.mjs";
import { startWatchdog } from "./watchdog.mjs";

/**
 * @typedef {object} RunningPostgres
 * @property {string} url of the database "postgres", as its superuser
 * @property {number} pid
 * @property {Promise<void>} ended settles when the server is gone, for whatever reason
 * @property {() => Promise<void>} stop a fast, clean shutdown
 */

/**
 * Starts PostgreSQL on `<folder>/pgdata`, making the database at the first start. The caller holds the
 * folder's lock: a server found running there is a leftover and is ended first, never adopted.
 * @param {string} folder
 * @param {{ settings?: Record<string, string>, watchdog?: import("./watchdog.mjs").Watchdog, port?: number }} [options]
 *   `settings` are PostgreSQL's own, for example `{ fsync: "off" }`; `port` is a free one unless given
 * @returns {Promise<RunningPostgres>}
 */
export async function bootPostgres(folder, { settings = {}, watchdog, port: given } = {}) {
  mkdirSync(folder, { recursive: true });
  const home = realpathSync(folder);
  const data = path.join(home, "pgdata");
  await endLeftovers(data);
  const identity = postgresIdentity(data);
  giveTo(identity.owner, data);
  const password = passwordOf(home);
  if (!existsSync(data)) initialise({ home, data, password, identity, sync: settings.fsync !== "off" });

  const log = path.join(home, "postgres.log");
  const giveUpAt = Date.now() + 15_000;
  for (;;) {
    const port = given ?? (await freePort());
    const attempt = launch({ data, port, log, settings, identity });
    const guard = watchdog ?? startWatchdog();
    guard.guardPostgres(attempt.pid);
    if (await ready(data, attempt)) {
      return {
        url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
        pid: attempt.pid,
        ended: attempt.ended,
        async stop() {
          const hard = setTimeout(() => signal(attempt.pid, "SIGQUIT"), 15_000);
          shutDown(data, attempt.pid);
          await attempt.ended;
          clearTimeout(hard);
          guard.release(attempt.pid);
          if (!watchdog) await guard.end();
        },
      };
    }
    guard.release(attempt.pid);
    if (!watchdog) await guard.end();
    // Another program took the port meanwhile, or processes of a killed server still hold its memory.
    if (Date.now() > giveUpAt) {
      const tail = readFileSync(log, "utf8").trimEnd().split("\n").slice(-8).join("\n");
      throw new Error(`PostgreSQL did not start. The end of ${log}:\n${tail}`);
    }
    await pause(200);
  }
}

/**
 * Ends whatever still runs on this database after its runner was killed, and forgets a server whose
 * number now belongs to a stranger, before which PostgreSQL would refuse to start.
 * @param {string} data real path of the database
 */
export async function endLeftovers(data) {
  const file = path.join(data, "postmaster.pid");
  if (!existsSync(file)) return;
  const [pid, , startedAt] = readFileSync(file, "utf8").split("\n").map(Number);
  const ours = process.platform === "linux" ? workingIn(data) : [];
  if (process.platform !== "linux" && pid && startOf(pid) && startedSince(pid, startedAt)) ours.push(pid);
  if (pid && ours.includes(pid)) await endProcesses([pid], { signal: "SIGINT", patience: 15_000 });
  await endProcesses(ours);
  if (pid && startOf(pid)) rmSync(file, { force: true });
}

/** Whether the process began within two seconds of what postmaster.pid says, in seconds since 1970. */
function startedSince(pid, seconds) {
  const started = Date.parse(startOf(pid) ?? "") / 1000;
  return Number.isNaN(started) || Math.abs(started - seconds) <= 2;
}

/** Made beside and moved into place, so that a start killed half way leaves nothing that looks finished. */
function initialise({ home, data, password, identity, sync }) {
  const draft = `${data}.new`;
  const passwordFile = path.join(home, "initdb-password");
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  giveTo(identity.owner, draft);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(identity.owner, passwordFile);
  const [program, ...words] = [
    ...identity.prefix,
    postgresBinary("initdb"),
    `--pgdata=${draft}`,
    "--username=postgres",
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--encoding=UTF8",
    // The locale C alone folds the case of ASCII only: lower('ÄRM') would stay as it is.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
    ...(sync ? [] : ["--no-sync"]),
  ];
  const made = spawnSync(program, words, { uid: identity.uid, gid: identity.gid, encoding: "utf8" });
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    throw new Error(`The database could not be made in ${data}.\n${made.error ?? made.stderr}`);
  }
  renameSync(draft, data);
}

function launch({ data, port, log, settings, identity }) {
  const all = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    ...settings,
  };
  const [program, ...words] = [
    ...identity.prefix,
    postgresBinary("postgres"),
    "-D",
    data,
    "-p",
    String(port),
    ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  const output = openSync(log, "a");
  // Detached: Ctrl-C reaches the runner alone, which stops the app before its database.
  const server = spawn(program, words, {
    uid: identity.uid,
    gid: identity.gid,
    stdio: ["ignore", output, output],
    detached: true,
  });
  closeSync(output);
  const attempt = { pid: server.pid ?? 0, gone: false, ended: Promise.resolve() };
  attempt.ended = new Promise((resolve) => {
    const end = () => {
      attempt.gone = true;
      resolve();
    };
    server.once("exit", end);
    server.once("error", end);
  });
  server.unref();
  return attempt;
}

/** Recovery after a crash may take a while; as long as the server lives, it is waited for. */
async function ready(data, attempt) {
  while (!attempt.gone) {
    const [pid, , , , , , , state] = readLines(path.join(data, "postmaster.pid"));
    if (Number(pid) === attempt.pid && state?.trim() === "ready") return true;
    await pause(20);
  }
  return false;
}

function shutDown(data, pid) {
  if (process.platform === "win32") {
    spawnSync(postgresBinary("pg_ctl"), ["stop", "-m", "fast", "-D", data], { stdio: "ignore" });
  } else signal(pid, "SIGINT");
}

function passwordOf(home) {
  const file = path.join(home, "postgres-password");
  if (!statSync(file, { throwIfNoEntry: false })?.size) {
    writeFileSync(file, randomBytes(18).toString("hex"), { mode: 0o600 });
  }
  return readFileSync(file, "utf8");
}

/** @returns {Promise<number>} a port that no program listens on now */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function readLines(file) {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}
