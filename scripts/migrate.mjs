import { existsSync } from "node:fs";
import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** Any number that nobody else uses for a lock on the whole database. */
const lock = 4_815_162_342;

/**
 * Brings the database to the newest migration. Several processes may ask at once; one works, the
 * others wait for it.
 * @param {string} url
 * @param {string} folder of migrations
 */
export async function migrateDatabase(url, folder = "db/migrations") {
  if (!existsSync(path.join(folder, "meta", "_journal.json"))) return;
  const client = postgres(url, { max: 1, onnotice() {} });
  try {
    await client`select pg_advisory_lock(${lock})`;
    await migrate(drizzle(client), { migrationsFolder: folder });
  } finally {
    await client.end({ timeout: 5 });
  }
}
