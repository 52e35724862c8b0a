import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const linux = process.platform === "linux";

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/**
 * A mark of the moment this process started, or undefined when it is gone. Two processes that were
 * given the same number differ in it. A zombie counts as gone: it holds nothing any more.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function startOf(pid) {
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  if (linux) {
    const stat = read(`/proc/${pid}/stat`);
    // The name in parentheses may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields.length < 20 || fields[0] === "Z" || fields[0] === "X") return undefined;
    return `${read("/proc/sys/kernel/random/boot_id").trim()} ${fields[19]}`;
  }
  if (process.platform === "win32") {
    try {
      process.kill(pid, 0);
      return "alive";
    } catch {
      return undefined;
    }
  }
  const { stdout } = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" });
  const [state, ...started] = (stdout ?? "").trim().split(/\s+/);
  return state && !state.startsWith("Z") ? started.join(" ") : undefined;
}

/**
 * Processes whose working folder is `folder`. Only Linux can tell; elsewhere none.
 * @param {string} folder real path
 * @returns {number[]}
 */
export function workingIn(folder) {
  return everyProcess().filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      return false;
    }
  });
}

/**
 * Processes that were started with the setting `name=value`, their children included. Only Linux
 * can tell; elsewhere none.
 * @param {string} name @param {string} value
 * @returns {number[]}
 */
export function startedWith(name, value) {
  const wanted = `\0${name}=${value}\0`;
  return everyProcess().filter(
    (pid) => pid !== process.pid && `\0${read(`/proc/${pid}/environ`)}`.includes(wanted),
  );
}

function everyProcess() {
  if (!linux) return [];
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && startOf(pid) !== undefined);
}

/** @param {number} pid a negative number is a process group @param {NodeJS.Signals} signal */
export function signal(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Asks the processes to end, waits, and kills what has not ended by then.
 * @param {number[]} pids
 * @param {{ signal?: NodeJS.Signals, patience?: number }} [options] patience in milliseconds
 */
export async function endProcesses(pids, { signal: first = "SIGTERM", patience = 5_000 } = {}) {
  let left = pids.map((pid) => ({ pid, start: startOf(pid) })).filter(({ start }) => start !== undefined);
  const stillThere = () => left.filter(({ pid, start }) => startOf(pid) === start);
  for (const { pid } of left) signal(pid, first);
  for (const step of [first, "SIGKILL"]) {
    const until = Date.now() + (step === "SIGKILL" ? 5_000 : patience);
    left = stillThere();
    if (step === "SIGKILL") for (const { pid } of left) signal(pid, "SIGKILL");
    while (left.length > 0 && Date.now() < until) {
      await pause(20);
      left = stillThere();
    }
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
