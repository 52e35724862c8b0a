import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { roomForTheYoung, startAppProcess } from "./app-process.mjs";
import { pause } from "./processes.mjs";
import { Refusal } from "./refusal.mjs";

const program = fileURLToPath(new URL("engine.mjs", import.meta.url));
const realInngest = ["INNGEST_DEV", "INNGEST_BASE_URL", "INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"];

/** One that ends sooner is not started again at once: something it cannot mend stands in its way. */
const QUICK_MS = 10_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * How many processes move people, beside the one that serves pages: so that pages stay quick while thousands walk. 0: the
 * server does it itself, as while working on the code, on a machine with one processor, and where another Inngest calls it.
 * @param {NodeJS.ProcessEnv} env
 * @param {"start" | "dev"} mode
 */
export function engineProcesses(env, mode) {
  const given = env.ENGINE_PROCESSES?.trim();
  if (given && !/^\d$/.test(given)) {
    throw new Refusal(`ENGINE_PROCESSES must be a number from 0 to 9, not "${given}".`);
  }
  // Tests of the runner put small programs in the place of the server and of these.
  const nobody = env.FUNNELWRIGHT_SERVER && !env.FUNNELWRIGHT_ENGINE;
  if (mode === "dev" || nobody || env.ENGINE?.trim() === "off") return 0;
  if (realInngest.some((name) => env[name]?.trim())) return 0;
  if (given) return Number(given);
  const cores = availableParallelism();
  return cores < 2 ? 0 : cores < 4 ? 1 : 2;
}

/**
 * Keeps so many engine processes alive. One that ends loses nothing, the others take its work over; another takes its place.
 * @param {{ count: number, env: NodeJS.ProcessEnv, onStart(pid: number): void, onEnd(pid: number): void }} options
 */
export function startEngines({ count, env, onStart, onEnd }) {
  const running = new Set();
  let stopping = false;

  const keep = async (first) => {
    for (let failures = 0; !stopping; ) {
      const begun = Date.now();
      const child = startAppProcess({
        words: env.FUNNELWRIGHT_ENGINE ? [env.FUNNELWRIGHT_ENGINE] : [roomForTheYoung, program],
        // One of them is enough to fill the demo.
        env: { ...env, ENGINE: "on", ...(first ? {} : { DEMO: "off" }) },
        speaking: true,
      });
      running.add(child);
      onStart(child.pid);
      const reason = await child.ended;
      running.delete(child);
      onEnd(child.pid);
      if (stopping) return;
      failures = Date.now() - begun < QUICK_MS ? failures + 1 : 0;
      console.error(`A process of the engine has ended (${reason}); another takes its place.`);
      await pause(Math.min(LONGEST_PAUSE_MS, failures === 0 ? 0 : 500 * 2 ** failures));
    }
  };
  for (let one = 0; one < count; one++) void keep(one === 0);

  return {
    async stop() {
      stopping = true;
      await Promise.all([...running].map((child) => child.stop()));
    },
  };
}
