import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { envSchema } from "@/lib/env";

export type Run = {
  runner: ChildProcess;
  /** What it printed so far. */
  said(): string;
  /** Exit code, when the runner has ended. A signal counts as -1. */
  ended: Promise<number>;
  /** Waits for the block that says where the app runs. Throws what was printed when it ends instead. */
  ready(): Promise<void>;
  /** Every process of the run but the runner: server, PostgreSQL, watchdog. */
  processes(): { pid: number; command: string }[];
};

/** Starts `npm start`'s program as a person would, on its own data folder and port, ignoring any `.env`. */
export function launch(settings: { DATA_DIR: string; PORT: string } & Record<string, string>): Run {
  const blank = Object.fromEntries(Object.keys(envSchema.shape).map((key) => [key, ""]));
  const runner = spawn(process.execPath, ["scripts/start.mjs"], {
    env: {
      ...process.env,
      ...blank,
      npm_lifecycle_event: "",
      FUNNELWRIGHT_SERVER: path.resolve("tests/runner/server.mjs"),
      // Should the test itself be killed, the run goes too.
      FUNNELWRIGHT_FOLLOW: "1",
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [runner.stdout, runner.stderr]) stream?.on("data", (chunk) => (text += chunk));
  const ended = new Promise<number>((resolve) => runner.once("close", (code) => resolve(code ?? -1)));
  return {
    runner,
    said: () => text,
    ended,
    async ready() {
      let over = false;
      void ended.then(() => (over = true));
      while (!text.includes("Funnelwright runs at")) {
        if (over) throw new Error(text);
        await pause(20);
      }
    },
    processes: () => runProcesses(settings.DATA_DIR),
  };
}

/** Processes that name the data folder, taken from Linux's own list. */
export function runProcesses(dataFolder: string) {
  const record = readRecord(dataFolder);
  return [...record.processes.map(({ pid }) => pid), postmaster(dataFolder)]
    .filter((pid) => pid !== undefined)
    .map((pid) => ({ pid, command: commandOf(pid) }))
    .filter(({ command }) => command !== "");
}

export function readRecord(dataFolder: string): { pid: number; processes: { pid: number }[] } {
  return JSON.parse(readFileSync(path.join(dataFolder, "running.json"), "utf8"));
}

export function postmaster(dataFolder: string): number | undefined {
  try {
    return Number(readFileSync(path.join(dataFolder, "pgdata", "postmaster.pid"), "utf8").split("\n")[0]);
  } catch {
    return undefined;
  }
}

/** Empty when the process is gone; a zombie has no command line either. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return "";
  }
}

/** Waits until none of the processes is left. */
export async function allGone(pids: number[], patience = 8_000) {
  const until = Date.now() + patience;
  for (;;) {
    const left = pids.filter((pid) => commandOf(pid) !== "");
    if (left.length === 0) return;
    if (Date.now() > until) throw new Error(`still there: ${left.map((pid) => `${pid} ${commandOf(pid)}`)}`);
    await pause(20);
  }
}
