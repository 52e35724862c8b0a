import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startOf } from "../../scripts/processes.mjs";

export type Run = {
  runner: ChildProcess;
  /** What it printed so far. */
  said(): string;
  /** Exit code, when the runner has ended. A signal counts as -1. */
  ended: Promise<number>;
  /** Waits for the block that says where the app runs. Throws what was printed when it ends instead. */
  ready(): Promise<void>;
  /** Every process of the run but the runner: server, PostgreSQL, watchdog. */
  processes(): number[];
};

/**
 * Starts the program of `npm start` as a person would, on its own data folder and port. Settings of the
 * terminal and of `.env` do not reach it; only those given here do.
 */
export function launch(settings: { DATA_DIR: string; PORT: string } & Record<string, string>): Run {
  const keys = [...readFileSync(".env.example", "utf8").matchAll(/^([A-Z_]+)=/gm)].map(([, key]) => key);
  const runner = spawn(process.execPath, ["scripts/start.mjs"], {
    env: {
      ...process.env,
      ...Object.fromEntries(keys.map((key) => [key, ""])),
      npm_lifecycle_event: "",
      // Should the test itself be killed, the run goes too.
      FUNNELWRIGHT_FOLLOW: "1",
      // Filling it keeps the processor busy for some seconds of every first start.
      DEMO: "off",
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [runner.stdout, runner.stderr]) {
    stream?.on("data", (chunk) => {
      text += chunk;
    });
  }
  const ended = new Promise<number>((resolve) => runner.once("close", (code) => resolve(code ?? -1)));
  return {
    runner,
    said: () => text,
    ended,
    async ready() {
      let over = false;
      void ended.then(() => {
        over = true;
      });
      while (!text.includes("Funnelwright runs at")) {
        if (over) throw new Error(`The app did not start:\n${text}`);
        await pause(20);
      }
    },
    processes() {
      const recorded = readRecord(settings.DATA_DIR).processes.map(({ pid }) => pid);
      return [...recorded, postmaster(settings.DATA_DIR) ?? 0].filter((pid) => startOf(pid));
    },
  };
}

/** What the runner keeps about its processes in the data folder. */
export function readRecord(dataFolder: string): { pid: number; processes: { pid: number }[] } {
  return JSON.parse(readFileSync(path.join(dataFolder, "running.json"), "utf8"));
}

/** The number of the folder's PostgreSQL, running or killed. */
export function postmaster(dataFolder: string): number | undefined {
  try {
    return Number(readFileSync(path.join(dataFolder, "pgdata", "postmaster.pid"), "utf8").split("\n")[0]);
  } catch {
    return undefined;
  }
}

/** Waits until none of the processes is left. */
export async function allGone(pids: number[], patience = 20_000) {
  const until = Date.now() + patience;
  for (;;) {
    const left = pids.filter((pid) => startOf(pid));
    if (left.length === 0) return;
    if (Date.now() > until) throw new Error(`Processes still there: ${left.join(", ")}`);
    await pause(20);
  }
}
