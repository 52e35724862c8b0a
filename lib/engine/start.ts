import "server-only";
import { db } from "@/db/client";
import { keepEnvironment } from "@/lib/env";
import { callPeople } from "./call-people";
import { engine } from "./current";
import { fold } from "./fold";
import { sweep } from "./sweep";

const SWEEP_MS = 2_000;
const FOLD_MS = 1_000;

export type RunningEngine = {
  /** Settles when the embedded server executes; at once where another Inngest does. */
  ready: Promise<void>;
  stop(): Promise<void>;
};

const held = globalThis as { funnelwrightEngineRuns?: Promise<RunningEngine> };

type Pace = {
  /** How long another process of the embedded server may be silent before its work is taken over, in milliseconds. */
  deadAfterMs?: number;
};

/** Starts what must go on by itself in this process: the embedded Inngest server if it is used, the sweep, the fold. */
export function startEngine(pace: Pace = {}): Promise<RunningEngine> {
  held.funnelwrightEngineRuns ??= start(pace);
  return held.funnelwrightEngineRuns;
}

async function start(pace: Pace): Promise<RunningEngine> {
  const server = await startServer(pace);
  const stopSweep = every(SWEEP_MS, () => sweep(engine()));
  const stopCalling = every(SWEEP_MS, () => callPeople(engine()));
  const stopFold = every(FOLD_MS, () => fold(engine().db));
  return {
    ready: server?.ready ?? Promise.resolve(),
    async stop() {
      await Promise.all([stopSweep(), stopCalling(), stopFold(), server?.stop()]);
      held.funnelwrightEngineRuns = undefined;
    },
  };
}

async function startServer(pace: Pace) {
  const { inngest, usesLocalInngest } = await import("@/inngest/client");
  const { functions } = await import("@/inngest/functions");
  if (!usesLocalInngest()) return null;
  const { startLocalServer } = await import("@/inngest/local/server");
  const { inProcess } = await import("@/inngest/local/handlers");
  keepEnvironment();
  const server = startLocalServer({
    pool: db(),
    call: inProcess(inngest, functions),
    ...pace,
    onLog: ({ level, message, error }) => {
      if (level === "error") console.error(message, error ?? "");
    },
  });
  server.ready.catch((error) => console.error("The embedded Inngest server could not start.", error));
  return server;
}

/**
 * Runs again and again with a pause in between; an outage of the database is noted once and outlived. Answers how to
 * end it.
 */
function every(ms: number, work: () => Promise<unknown>): () => Promise<void> {
  let failing = false;
  let stopped = false;
  let atWork = Promise.resolve();
  const again = async () => {
    try {
      await work();
      failing = false;
    } catch (error) {
      if (!failing) console.error("The database does not answer; trying again.", error);
      failing = true;
    }
    if (!stopped) later();
  };
  let timer: NodeJS.Timeout;
  const later = () => {
    timer = setTimeout(() => {
      atWork = again();
    }, ms).unref();
  };
  later();
  return () => {
    stopped = true;
    clearTimeout(timer);
    return atWork;
  };
}
