import { spawn } from "node:child_process";

/**
 * When the runner dies in any way, its end of the pipe closes and this shell takes down what is named
 * in the last line it read: `<pid of postgres or -> <process group> <process group> ...`. The app goes
 * first, then PostgreSQL with a fast shutdown, so that nothing is left half written.
 */
const script = `
state=-
while read -r line; do state=$line; done
set -- $state
postgres=$1
shift
for group; do kill -s TERM -- "-$group"; done
for group; do
  tries=0
  while kill -s 0 -- "-$group" && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -s KILL -- "-$group"
done
[ "$postgres" = - ] || kill -s INT "$postgres"
`;

/**
 * @typedef {object} Watchdog
 * @property {(pid: number) => void} guardPostgres
 * @property {(pid: number) => void} guardGroup the leader of a process group
 * @property {(pid: number) => void} release it has ended; its number may be given to a stranger
 * @property {() => Promise<void>} end nothing is guarded any more
 */

/**
 * @param {(pid: number) => void} [onStart] also called for one that takes the place of a killed one
 * @returns {Watchdog}
 */
export function startWatchdog(onStart) {
  let postgres;
  const groups = new Set();
  let ended = process.platform === "win32";
  let shell;

  const tell = () => {
    if (!ended) shell.stdin.write(`${[postgres ?? "-", ...groups].join(" ")}\n`);
  };
  const start = () => {
    if (ended) return;
    shell = spawn("/bin/sh", ["-c", script], { stdio: ["pipe", "ignore", "ignore"], detached: true });
    // Somebody killed it: the next one knows the same.
    shell.once("exit", start);
    shell.stdin.on("error", () => {});
    shell.unref();
    shell.stdin.unref();
    if (shell.pid) onStart?.(shell.pid);
    tell();
  };
  start();

  return {
    guardPostgres(pid) {
      postgres = pid;
      tell();
    },
    guardGroup(pid) {
      groups.add(pid);
      tell();
    },
    release(pid) {
      if (postgres === pid) postgres = undefined;
      groups.delete(pid);
      tell();
    },
    async end() {
      postgres = undefined;
      groups.clear();
      tell();
      if (ended) return;
      ended = true;
      shell.removeListener("exit", start);
      if (shell.exitCode !== null || shell.signalCode !== null) return;
      const gone = new Promise((resolve) => shell.once("exit", resolve));
      shell.ref();
      shell.stdin.end();
      await gone;
    },
  };
}
