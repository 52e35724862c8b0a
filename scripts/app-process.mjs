import { spawn } from "node:child_process";
import { pause, signal } from "./processes.mjs";

/** The lines in which Next introduces itself; the runner's own block says it better. */
const banner =
  /^\s*(▲ Next\.js|- (Local|Network|Environments|Experiments)|✓ (Starting|Ready|Running next\.config))/;

/** The engine makes much that is soon forgotten: with more room for it (MiB) the collector is called a quarter as often. */
export const roomForTheYoung = "--max-semi-space-size=64";

/**
 * Starts a program of Node's in a process group of its own, so that Ctrl-C reaches the runner alone.
 * @param {{ words: string[], env: NodeJS.ProcessEnv, speaking: boolean }} options whether its words go to the terminal at once
 */
export function startAppProcess({ words, env, speaking }) {
  const child = spawn(process.execPath, words, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  /** @type {string[]} */
  const said = [];
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    let rest = "";
    from.setEncoding("utf8").on("data", (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines.filter((entry) => !banner.test(entry))) {
        if (speaking) to.write(`${line}\n`);
        else said.push(line);
      }
    });
  }
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    // "close" comes after the last words.
    child.once("close", (code, by) => resolve(by ? `it was ended by ${by}` : `exit code ${code}`));
  });

  return {
    pid: child.pid ?? 0,
    /** Settles with the reason, in words. @type {Promise<string>} */
    ended,
    /** What it said while nobody listened. */
    said: () => said.join("\n").trim(),
    /** From now on its words go to the terminal, what it said before first. */
    speak() {
      speaking = true;
      const before = said.splice(0).join("\n").trim();
      if (before) process.stdout.write(`${before}\n`);
    },
    async stop() {
      signal(-(child.pid ?? 0), "SIGTERM");
      await Promise.race([ended, pause(10_000)]);
      signal(-(child.pid ?? 0), "SIGKILL");
      await ended;
    },
  };
}
