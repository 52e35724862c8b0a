import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Refusal } from "./refusal.mjs";

/**
 * @typedef {object} RunSettings
 * @property {"start" | "dev"} mode
 * @property {number} port
 * @property {string} appUrl without a slash at the end
 * @property {boolean} embedded whether PostgreSQL is ours to start
 * @property {string} databaseUrl empty when embedded
 * @property {string} dataFolder absolute
 * @property {string} runFolder absolute; its lock and its record belong to one running app
 * @property {string} distDir of Next
 */

/**
 * What a start is asked to do, from the environment and, behind it, from `.env`.
 * @param {string[]} words after the program's name
 * @returns {RunSettings}
 */
export function runSettings(words) {
  for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);
  const given = (name) => process.env[name]?.trim() || undefined;
  const [mode = "start", ...rest] = words;
  if (!["start", "dev"].includes(mode) || rest.length > 0) {
    throw new Refusal("Say npm start, or npm run dev while working on the code.");
  }
  const port = Number(given("PORT") ?? 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Refusal(`PORT must be a number from 1 to 65535, not "${given("PORT")}".`);
  }
  const databaseUrl = given("DATABASE_URL") ?? "";
  if (databaseUrl && (given("APP_SECRET") ?? "").length < 32) {
    throw new Refusal(
      "With DATABASE_URL, set APP_SECRET too: at least 32 random characters that never change.",
    );
  }
  const dataFolder = path.resolve(given("DATA_DIR") ?? ".data");
  return {
    mode,
    port,
    appUrl: (given("APP_URL") ?? `http://localhost:${port}`).replace(/\/+$/, ""),
    embedded: !databaseUrl,
    databaseUrl,
    dataFolder,
    // With a database elsewhere, several web processes may run from one checkout, each on its port.
    runFolder: databaseUrl ? path.join(dataFolder, `web-${port}`) : dataFolder,
    distDir: given("NEXT_DIST_DIR") ?? ".next",
  };
}

/** @param {string} folder @returns {string} the secret of the embedded app, made at the first start */
export function keptSecret(folder) {
  const file = path.join(folder, "secret");
  const kept = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (kept.length >= 32) return kept;
  mkdirSync(folder, { recursive: true });
  const made = randomBytes(32).toString("base64url");
  writeFileSync(file, `${made}\n`, { mode: 0o600 });
  return made;
}
