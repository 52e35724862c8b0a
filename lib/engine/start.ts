import "server-only";
import { db } from "@/db/client";
import { engine } from "./current";
import { fold } from "./fold";
import { sweep } from "./sweep";

const SWEEP_MS = 2_000;
const FOLD_MS = 1_000;

const held = globalThis as { funnelwrightEngineRuns?: boolean };

/** Starts what must go on by itself in this process: the embedded Inngest server if it is used, the sweep, the fold. */
export async function startEngine(): Promise<void> {
  if (held.funnelwrightEngineRuns) return;
  held.funnelwrightEngineRuns = true;
  const { inngest, usesLocalInngest } = await import("@/inngest/client");
  const { functions } = await import("@/inngest/functions");
  if (usesLocalInngest()) {
    const { startLocalServer } = await import("@/inngest/local/server");
    const { inProcess } = await import("@/inngest/local/handlers");
    const server = startLocalServer({
      pool: db(),
      call: inProcess(inngest, functions),
      onLog: ({ level, message, error }) => {
        if (level === "error") console.error(message, error ?? "");
      },
    });
    server.ready.catch((error) => console.error("The embedded Inngest server could not start.", error));
  }
  every(SWEEP_MS, () => sweep(engine()));
  every(FOLD_MS, () => fold(engine().db));
}

/** Runs again and again with a pause in between; an outage of the database is noted once and outlived. */
function every(ms: number, work: () => Promise<unknown>): void {
  let failing = false;
  const again = async () => {
    try {
      await work();
      failing = false;
    } catch (error) {
      if (!failing) console.error("The database does not answer; trying again.", error);
      failing = true;
    }
    setTimeout(again, ms).unref();
  };
  setTimeout(again, ms).unref();
}
