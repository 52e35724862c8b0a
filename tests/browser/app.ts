import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test as base } from "@playwright/test";
import { freePort } from "../../scripts/postgres.mjs";
import { allGone, launch } from "../runner/launch";

/** The sign-in and the REST key that an embedded app writes into its data folder. */
export type Demo = { baseUrl: string; email: string; password: string; apiKey: string; workspaceId: string };

export type App = {
  baseUrl: string;
  demo: Demo;
  folder: string;
  port: number;
  /** What the app printed so far, sign-in links of system mail included. */
  said(): string;
  /** Stops it as Ctrl-C does. A folder made for it is removed. */
  stop(): Promise<void>;
  /** Kills runner, app, PostgreSQL and watchdog at once, as a power cut would. The folder stays. */
  kill9(): Promise<void>;
};

/**
 * Starts the built app as `npm start` does, on a free port and in a new data folder.
 * To start a killed app again, pass its `folder` and `port`; a folder that was passed is never removed.
 * @param settings for the app, for example `{ RESEND_BASE_URL: "http://localhost:4000" }`
 */
export async function startApp(
  settings: Record<string, string> = {},
  { folder, port }: { folder?: string; port?: number } = {},
): Promise<App> {
  const home = folder ?? mkdtempSync(path.join(tmpdir(), "funnelwright-browser-"));
  const at = port ?? (await freePort());
  const run = launch({
    DATA_DIR: home,
    PORT: String(at),
    NEXT_DIST_DIR: process.env.NEXT_DIST_DIR ?? ".next-test",
    ALLOW_SHORT_WAITS: "1",
    ...settings,
  });
  await run.ready();
  return {
    baseUrl: `http://localhost:${at}`,
    demo: JSON.parse(readFileSync(path.join(home, "demo.json"), "utf8")),
    folder: home,
    port: at,
    said: run.said,
    async stop() {
      run.runner.kill("SIGTERM");
      await run.ended;
      if (!folder) rmSync(home, { recursive: true, force: true });
    },
    async kill9() {
      const all = [run.runner.pid ?? 0, ...run.processes()];
      for (const pid of all) process.kill(pid, "SIGKILL");
      await allGone(all);
    },
  };
}

/** `test` with one app for all specs of a worker: `app`. It is started when the first of them asks for it. */
export const test = base.extend<object, { app: App }>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names it must provide from here.
    async ({}, use) => {
      const app = await startApp();
      await use(app);
      await app.stop();
    },
    { scope: "worker", timeout: 240_000 },
  ],
});

export { expect } from "@playwright/test";
