import { spawn } from "node:child_process";
import net from "node:net";
import { nextProgram } from "./build.mjs";
import { pause, signal } from "./processes.mjs";
import { Refusal } from "./refusal.mjs";

/** The lines in which Next introduces itself; the runner's own block says it better. */
const banner =
  /^\s*(▲ Next\.js|- (Local|Network|Environments|Experiments)|✓ (Starting|Ready|Running next\.config))/;

/**
 * Starts Next in a process group of its own, so that Ctrl-C reaches the runner alone.
 * @param {{ mode: "start" | "dev", port: number, env: NodeJS.ProcessEnv }} options
 */
export function startServer({ mode, port, env }) {
  // Tests of the runner put a small server in Next's place. The engine makes much that is soon forgotten: with more room
  // for it (MiB) the collector is called a quarter as often.
  const words = env.FUNNELWRIGHT_SERVER
    ? [env.FUNNELWRIGHT_SERVER, String(port)]
    : ["--max-semi-space-size=64", nextProgram(), mode, "-p", String(port)];
  const child = spawn(process.execPath, words, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  /** @type {string[]} */
  const said = [];
  let speaking = mode === "dev";
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
  let gone = false;
  const ended = new Promise((resolve) => {
    const end = (reason) => {
      gone = true;
      resolve(reason);
    };
    child.once("error", (error) => end(error.message));
    // "close" comes after the last words.
    child.once("close", (code, by) => end(by ? `it was ended by ${by}` : `exit code ${code}`));
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
    /** Waits until the app answers. @returns {Promise<boolean>} false when it ended instead */
    async ready() {
      const until = Date.now() + 180_000;
      while (!gone) {
        if (await answers(port)) return true;
        if (Date.now() > until)
          throw new Refusal(`The app did not answer within three minutes.\n${said.join("\n")}`);
        await pause(50);
      }
      return false;
    },
    async stop() {
      signal(-(child.pid ?? 0), "SIGTERM");
      await Promise.race([ended, pause(10_000)]);
      signal(-(child.pid ?? 0), "SIGKILL");
      await ended;
    },
  };
}

async function answers(port) {
  try {
    const response = await fetch(`http://localhost:${port}/api/health`, {
      signal: AbortSignal.timeout(5_000),
    });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** @param {number} port @returns {Promise<boolean>} whether some program listens there already */
export async function portIsTaken(port) {
  const connects = await new Promise((resolve) => {
    const socket = net.connect({ port, host: "localhost" });
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once("connect", () => {
      resolve(true);
      socket.destroy();
    });
    socket.once("error", () => {});
    socket.once("close", () => resolve(false));
  });
  if (connects) return true;
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (error) => {
      if (error.code === "EADDRINUSE") resolve(true);
      else if (error.code === "EACCES")
        reject(new Refusal(`This user may not listen on port ${port}. Choose another PORT.`));
      else reject(error);
    });
    probe.listen(port, () => probe.close(() => resolve(false)));
  });
}
