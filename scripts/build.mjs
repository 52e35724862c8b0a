import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { lockFolder } from "./folder-lock.mjs";
import { pause } from "./processes.mjs";
import { Refusal } from "./refusal.mjs";

const rooms = ["app", "components", "lib", "db", "emails", "inngest", "public"];
const stampName = "funnelwright-sources";

/** @returns {string} `next`'s command line program */
export const nextProgram = () => path.join("node_modules", "next", "dist", "bin", "next");

/**
 * Runs `next build` unless the folder holds a complete build of exactly these sources.
 * @param {object} options
 * @param {string} options.distDir relative to the repository
 * @param {string} options.log file that receives what the build says
 * @param {NodeJS.ProcessEnv} options.env
 * @param {() => void} [options.onStart] called once, when there is something to build
 * @param {(child: import("node:child_process").ChildProcess) => void} [options.onChild] for whoever must end it
 * @returns {Promise<boolean>} whether it was built now
 */
export async function buildApp({ distDir, log, env, onStart, onChild }) {
  const fresh = () => {
    const stamp = path.join(distDir, stampName);
    return existsSync(path.join(distDir, "BUILD_ID")) && read(stamp) === sourcesHash();
  };
  if (fresh()) return false;
  onStart?.();
  let lock = await lockFolder(distDir);
  // Somebody builds the same folder: their result serves us too.
  while (!lock) {
    await pause(200);
    lock = await lockFolder(distDir);
  }
  try {
    if (fresh()) return false;
    // Taken before the build: what is edited meanwhile must lead to another build.
    const hash = sourcesHash();
    rmSync(path.join(distDir, stampName), { force: true });
    await run({ log, env: { ...env, NEXT_DIST_DIR: distDir }, onChild });
    writeFileSync(path.join(distDir, stampName), hash);
    return true;
  } finally {
    lock.release();
  }
}

async function run({ log, env, onChild }) {
  mkdirSync(path.dirname(log), { recursive: true });
  const output = openSync(log, "w");
  const child = spawn(process.execPath, [nextProgram(), "build"], {
    env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", output, output],
    detached: true,
  });
  closeSync(output);
  onChild?.(child);
  const code = await new Promise((resolve) => {
    child.once("exit", (status) => resolve(status ?? 1));
    child.once("error", () => resolve(1));
  });
  if (code !== 0) throw new Refusal(`The build failed:\n\n${read(log).trimEnd()}\n\nThis is also in ${log}.`);
}

/** One hash of everything a build is made from. Tests are not. */
function sourcesHash() {
  const top = readdirSync(".").filter((name) => /\.(mjs|ts)$/.test(name) && !name.endsWith(".d.ts"));
  const files = [...top, "package-lock.json", "tsconfig.json", ...rooms.flatMap(filesIn)];
  const hash = createHash("sha256").update(process.version);
  for (const file of files.sort()) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

function filesIn(room) {
  if (!existsSync(room)) return [];
  return readdirSync(room, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
