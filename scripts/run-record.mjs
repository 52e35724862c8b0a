import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { lockFolder } from "./folder-lock.mjs";
import { endProcesses, pause, signal, startedWith, startOf, workingIn } from "./processes.mjs";
import { Refusal } from "./refusal.mjs";

/** Every process of a run carries this setting, so that what a killed runner left behind is known as ours. */
const mark = "FUNNELWRIGHT_RUN";

/**
 * Takes the folder for this process. What an earlier, killed run left there is ended first.
 * @param {string} folder
 * @returns {Promise<RunRecord>}
 */
export async function takeRunFolder(folder) {
  const lock = await lockPatiently(folder);
  const home = realpathSync(folder);
  process.env[mark] = home;
  await endLeftovers(home);
  return new RunRecord(path.join(home, "running.json"), lock);
}

/** A holder that is just stopping is waited for. One that runs is not adopted, only named. */
async function lockPatiently(folder) {
  const begun = Date.now();
  for (;;) {
    const lock = await lockFolder(folder).catch((error) => {
      throw new Refusal(`The data folder ${folder} cannot be used: ${error.message}.`);
    });
    if (lock) return lock;
    const { pid, url, state } = readRecord(path.join(folder, "running.json"));
    if (Date.now() - begun > (state === "stopping" ? 30_000 : 2_000)) {
      const where = url ? ` at ${url}` : "";
      const who = pid ? ` (process ${pid})` : "";
      throw new Refusal(`Funnelwright already runs on this data folder${where}${who}.`);
    }
    await pause(100);
  }
}

async function endLeftovers(home) {
  const { processes = [] } = readRecord(path.join(home, "running.json"));
  for (const { pid, start } of processes) {
    if (startOf(pid) !== start) continue;
    signal(-pid, "SIGTERM");
    await endProcesses([pid]);
    signal(-pid, "SIGKILL");
  }
  // PostgreSQL is ended by its own rules when it is started again.
  const database = new Set(workingIn(path.join(home, "pgdata")));
  await endProcesses(startedWith(mark, home).filter((pid) => !database.has(pid)));
}

/** What runs now, beside the lock: for the sentence of a second start and for the start after a crash. */
export class RunRecord {
  #file;
  #lock;
  #facts = { pid: process.pid, url: "", state: "starting", processes: [] };

  constructor(file, lock) {
    this.#file = file;
    this.#lock = lock;
  }

  /** @param {{ url?: string, state?: "starting" | "running" | "stopping" }} facts */
  write(facts) {
    Object.assign(this.#facts, facts);
    writeFileSync(`${this.#file}.new`, `${JSON.stringify(this.#facts, null, 2)}\n`);
    renameSync(`${this.#file}.new`, this.#file);
  }

  /** @param {number} pid leader of a process group */
  add(pid) {
    this.#facts.processes.push({ pid, start: startOf(pid) });
    this.write({});
  }

  /** @param {number} pid */
  remove(pid) {
    this.#facts.processes = this.#facts.processes.filter((entry) => entry.pid !== pid);
    this.write({});
  }

  close() {
    rmSync(this.#file, { force: true });
    this.#lock.release();
  }
}

function readRecord(file) {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  } catch {
    return {};
  }
}
