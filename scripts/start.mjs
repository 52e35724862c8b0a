import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildApp } from "./build.mjs";
import { engineProcesses, startEngines } from "./engines.mjs";
import { followParent } from "./follow-parent.mjs";
import { migrateDatabase } from "./migrate.mjs";
import { bootPostgres } from "./postgres.mjs";
import { signal } from "./processes.mjs";
import { Refusal } from "./refusal.mjs";
import { takeRunFolder } from "./run-record.mjs";
import { portIsTaken, startServer } from "./server.mjs";
import { keptSecret, runSettings } from "./settings.mjs";
import { startWatchdog } from "./watchdog.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

let record, watchdog, building, server, engines;
/** @type {Promise<import("./postgres.mjs").RunningPostgres> | undefined} */
let postgres;
let stopping = false;

/** The app first, then its database; the folder is free when all is gone. */
async function stop(code, sentence) {
  if (stopping) return;
  stopping = true;
  if (sentence) console.error(sentence);
  record?.write({ state: "stopping" });
  if (building) signal(-building, "SIGKILL");
  await Promise.all([server?.stop(), engines?.stop()]);
  // It may be just starting: then it is waited for, not left behind.
  await (await postgres?.catch(() => undefined))?.stop();
  await watchdog?.end();
  record?.close();
  process.exit(code);
}

async function start() {
  const settings = runSettings(process.argv.slice(2));
  const { mode, port, appUrl, embedded, dataFolder, runFolder, distDir } = settings;
  const count = engineProcesses(process.env, mode);
  record = await takeRunFolder(runFolder);
  record.write({ url: appUrl });
  if (await portIsTaken(port)) {
    throw new Refusal(
      `Another program already uses port ${port}. Stop it, or choose another: PORT=${port + 1} npm start`,
    );
  }
  watchdog = startWatchdog((pid) => record.add(pid));

  const env = {
    ...process.env,
    NODE_ENV: mode === "dev" ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    NEXT_DIST_DIR: distDir,
    PORT: String(port),
    APP_URL: appUrl,
    // Next reads .env again by itself; an empty value keeps what it finds there out.
    DATA_DIR: embedded ? dataFolder : "",
    DATABASE_URL: settings.databaseUrl,
    APP_SECRET: process.env.APP_SECRET?.trim() || (embedded ? keptSecret(dataFolder) : ""),
  };

  if (mode === "start" && !env.FUNNELWRIGHT_SERVER) {
    await buildApp({
      distDir,
      log: path.join(runFolder, "build.log"),
      env,
      onStart: () => console.log("Building the app; this takes about a minute, once."),
      onChild(child) {
        building = child.pid;
        watchdog.guardGroup(building);
        record.add(building);
      },
    });
    if (building) {
      watchdog.release(building);
      record.remove(building);
      building = undefined;
    }
  }

  if (embedded) {
    if (stopping) return;
    postgres = bootPostgres(dataFolder, { watchdog });
    const running = await postgres;
    env.DATABASE_URL = running.url;
    running.ended.then(() =>
      stop(1, `PostgreSQL has stopped, and with it the app. Why: ${dataFolder}/postgres.log`),
    );
  }
  await migrateDatabase(env.DATABASE_URL, process.env.FUNNELWRIGHT_MIGRATIONS || undefined);

  if (stopping) return;
  server = startServer({ mode, port, env: count > 0 ? { ...env, ENGINE: "beside" } : env });
  watchdog.guardGroup(server.pid);
  record.add(server.pid);
  server.ended.then((reason) => stop(1, `${server.said()}\nThe app has stopped (${reason}).`.trim()));
  if (!(await server.ready()) || stopping) return;
  // It has furnished the database by now.
  engines = startEngines({
    count,
    env,
    onStart(pid) {
      watchdog.guardGroup(pid);
      record.add(pid);
    },
    onEnd(pid) {
      watchdog.release(pid);
      record.remove(pid);
    },
  });
  record.write({ state: "running" });
  console.log(`\n${summary(settings)}\n`);
  server.speak();
}

function summary({ appUrl, embedded, dataFolder }) {
  const demo = embedded ? presentDemo(dataFolder, appUrl) : undefined;
  const lines = [
    [
      "Sign in",
      demo ? `${demo.email}   password: ${demo.password}` : `create the owner account at ${appUrl}`,
    ],
    ["Data", embedded ? dataFolder : "in the database of DATABASE_URL"],
    [
      "Mail",
      process.env.RESEND_API_KEY?.trim()
        ? "leaves through Resend"
        : "stays in the Test inbox; nothing leaves",
    ],
    ["Stop", "Ctrl-C"],
  ];
  return [
    `Funnelwright runs at ${appUrl}`,
    "",
    ...lines.map(([name, text]) => `  ${name.padEnd(9)}${text}`),
  ].join("\n");
}

/** The sign-in that the app's first start wrote down, with the address of today. */
function presentDemo(folder, baseUrl) {
  const file = path.join(folder, "demo.json");
  try {
    const demo = JSON.parse(readFileSync(file, "utf8"));
    if (demo.baseUrl !== baseUrl) {
      demo.baseUrl = baseUrl;
      writeFileSync(file, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
    }
    return demo;
  } catch {
    return undefined;
  }
}

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => stop(0));
// A terminal that has gone must not keep the rest from stopping.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
followParent(() => stop(0));

try {
  await start();
} catch (error) {
  await stop(1, error instanceof Refusal ? error.message : error.stack);
}
