import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { publish } from "@/lib/engine/publish";

/** Where a child ends or stops itself. */
export type Place = "before the call" | "after the answer" | "after the mark";

export type ChildSettings = {
  databaseUrl: string;
  resendUrl: string;
  /** How long a process may hold a request of the outbox. */
  leaseMs: number;
  /** After how much silence another process of the embedded server is taken for dead. */
  deadAfterMs: number;
  perSecond: number;
  /** Each mail in a call of its own, also of a backlog. */
  single?: boolean;
  /** Signing secret of Resend's webhook. */
  secret: string;
  at?: { place: Place; how: "SIGKILL" | "SIGSTOP" };
};

export type Order =
  | { do: "publish"; input: Parameters<typeof publish>[1] }
  | { do: "report"; body: string; headers: Record<string, string> };

export type Child = {
  process: ChildProcess;
  /** Settles once it has struck itself. */
  struck: Promise<void>;
  gone: Promise<void>;
  kill(): Promise<void>;
  /** Ends as a deployment ends it: what is in hand is finished. */
  end(): Promise<void>;
  signal(name: "SIGSTOP" | "SIGCONT"): void;
  order(what: Order): void;
  done: Promise<void>;
};

export const SECRET = `whsec_${Buffer.from("a secret of thirty-two characters").toString("base64")}`;

const program = fileURLToPath(new URL("engine-child.ts", import.meta.url));
const unguarded = new URL("../../bench/unguarded.mjs", import.meta.url).href;

/** Starts a process that runs the engine, and waits until it does. It ends with the test. */
export async function startChild(settings: ChildSettings): Promise<Child> {
  const child = fork(program, {
    execArgv: ["--import", "tsx", "--import", unguarded],
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: settings.databaseUrl,
      RESEND_API_KEY: "re_test",
      RESEND_BASE_URL: settings.resendUrl,
      ...Object.fromEntries(
        ["DEV", "BASE_URL", "EVENT_KEY", "SIGNING_KEY"].map((name) => [`INNGEST_${name}`, ""]),
      ),
      FAULT: JSON.stringify(settings),
    },
    // What it complains about while the database or the provider is away is no news here.
    stdio: ["ignore", "ignore", process.env.FAULTS_LOUD ? "inherit" : "ignore", "ipc"],
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const told = (what: string) =>
    new Promise<void>((resolve) => {
      child.on("message", (message: object) => {
        if (what in message) resolve();
      });
    });
  const [ready, struck, done] = [told("ready"), told("struck"), told("done")];
  const kill = async () => {
    // A stopped process takes this one signal, too.
    child.kill("SIGKILL");
    await gone;
  };
  onTestFinished(kill);
  // One that strikes itself may do so before it could say that it is there.
  await Promise.race([
    ready,
    struck,
    gone.then(() => {
      if (!settings.at)
        throw new Error("The engine's process ended before it was ready; FAULTS_LOUD=1 shows why.");
    }),
  ]);
  return {
    process: child,
    struck,
    gone,
    kill,
    async end() {
      child.kill("SIGTERM");
      await gone;
    },
    signal: (name) => void child.kill(name),
    order: (what) => void child.send(what),
    done,
  };
}
