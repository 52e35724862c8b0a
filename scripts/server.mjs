import net from "node:net";
import { roomForTheYoung, startAppProcess } from "./app-process.mjs";
import { nextProgram } from "./build.mjs";
import { pause } from "./processes.mjs";
import { Refusal } from "./refusal.mjs";

/**
 * Starts Next in a process group of its own, so that Ctrl-C reaches the runner alone.
 * @param {{ mode: "start" | "dev", port: number, env: NodeJS.ProcessEnv }} options
 */
export function startServer({ mode, port, env }) {
  const room = env.ENGINE === "beside" ? [] : [roomForTheYoung];
  // Tests of the runner put a small server in Next's place.
  const words = env.FUNNELWRIGHT_SERVER
    ? [env.FUNNELWRIGHT_SERVER, String(port)]
    : [...room, nextProgram(), mode, "-p", String(port)];
  const app = startAppProcess({ words, env, speaking: mode === "dev" });
  return {
    ...app,
    /** Waits until the app answers. @returns {Promise<boolean>} false when it ended instead */
    async ready() {
      const until = Date.now() + 180_000;
      let gone = false;
      void app.ended.then(() => {
        gone = true;
      });
      while (!gone) {
        if (await answers(port)) return true;
        if (Date.now() > until)
          throw new Refusal(`The app did not answer within three minutes.\n${app.said()}`);
        await pause(50);
      }
      return false;
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
