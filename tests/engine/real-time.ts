import { setTimeout as pause } from "node:timers/promises";
import type { Engine } from "@/lib/engine/engine";

export type RealTime = { engine: Engine; stop(): Promise<void> };

/**
 * The app's own engine on the wall clock, as the app starts it: its functions, called through the unmodified SDK by the
 * embedded server. Once per test file, because the settings of a process are read once.
 */
export async function realTime(url: string): Promise<RealTime> {
  process.env.DATABASE_URL = url;
  process.env.RESEND_API_KEY = "";
  for (const name of ["DEV", "BASE_URL", "EVENT_KEY", "SIGNING_KEY"]) process.env[`INNGEST_${name}`] = "";
  const { db } = await import("@/db/client");
  const { engine } = await import("@/lib/engine/current");
  const { startEngine } = await import("@/lib/engine/start");
  const running = await startEngine();
  await running.ready;
  return {
    engine: engine(),
    async stop() {
      // A bell that is still to be rung for mail that has left already.
      await pause(600);
      await running.stop();
      await db().$client.end();
    },
  };
}
