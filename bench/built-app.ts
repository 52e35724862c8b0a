import { rmSync } from "node:fs";
import path from "node:path";
import { buildApp } from "../scripts/build.mjs";
import { type App, startApp } from "../tests/browser/app";

const distDir = ".next-bench";

/** The app as `npm start` runs it, built with the routes that only benches ask for, on a data folder of its own. */
export async function startBenchApp(): Promise<App> {
  process.env.BENCH_ROUTES = "1";
  process.env.NEXT_DIST_DIR = distDir;
  await buildApp({
    distDir,
    log: path.resolve(".data-bench", "build.log"),
    env: process.env,
    onStart: () => console.error("Building the app …"),
  });
  const folder = path.resolve(".data-bench", `app-${process.pid}`);
  const { ENGINE_PROCESSES = "" } = process.env;
  const app = await startApp({ NEXT_DIST_DIR: distDir, BENCH_ROUTES: "1", ENGINE_PROCESSES }, { folder });
  return {
    ...app,
    async stop() {
      await app.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
