import "server-only";
import { db } from "@/db/client";
import { firstStart } from "@/db/seed/first-start";
import { env } from "@/lib/env";

/** "beside": other processes of this run are the engine. */
export type EngineState = "starting" | "running" | "off" | "failed" | "beside";

// Instrumentation and routes are bundled apart: what one learned the other reads from here.
const held = globalThis as { funnelwrightStart?: Promise<void>; funnelwrightEngine?: EngineState };

/** What the engine of this process does. Null until the database was furnished. */
export const engineState = (): EngineState | null => held.funnelwrightEngine ?? null;

/** Furnishes an embedded database and starts the engine, once per process however often it is called. */
export function startApp(): Promise<void> {
  held.funnelwrightStart ??= start();
  return held.funnelwrightStart;
}

async function start() {
  const { DATA_DIR, APP_URL, ENGINE, DEMO } = env();
  if (DATA_DIR) await firstStart(db(), { folder: DATA_DIR, baseUrl: APP_URL });
  if (ENGINE !== "on") {
    held.funnelwrightEngine = ENGINE;
    return;
  }
  held.funnelwrightEngine = "starting";
  // Not awaited: pages are served meanwhile, and waiting people lose nothing.
  void startEngine().then(() => (DATA_DIR && DEMO ? fillDemo() : undefined));
}

async function startEngine() {
  try {
    const engine = await import("@/lib/engine/start");
    await engine.startEngine();
    held.funnelwrightEngine = "running";
  } catch (error) {
    held.funnelwrightEngine = "failed";
    console.error("The engine did not start: nobody moves through a funnel until the app is started again.");
    console.error(error);
  }
}

/** Also behind the scenes: whoever looks meanwhile sees how far it is. */
async function fillDemo() {
  try {
    const { startDemo } = await import("@/lib/engine/demo/start-demo");
    await startDemo();
  } catch (error) {
    console.error("The demo workspace could not be filled; the next start goes on with it.");
    console.error(error);
  }
}
