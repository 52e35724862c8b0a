import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { lockFolder } from "../scripts/folder-lock.mjs";
import { migrateDatabase } from "../scripts/migrate.mjs";
import { bootPostgres, endLeftovers } from "../scripts/postgres.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** `url` of the server's maintenance database, `template` the migrated database to copy. */
    pg: { url: string; template: string };
  }
}

/**
 * One PostgreSQL for the whole run, in a folder of its own, with one migrated database that every test
 * copies. `TEST_DATABASE_URL` names a server to use instead; its user must be allowed to create databases.
 */
export default async function setup(project: TestProject) {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => {} } : await ownServer();
  const template = `funnelwright_template_${randomBytes(4).toString("hex")}`;
  const admin = postgres(server.url, { max: 1, onnotice() {} });
  await admin.unsafe(`create database ${template}`);
  const url = new URL(server.url);
  url.pathname = `/${template}`;
  await migrateDatabase(url.href);
  project.provide("pg", { url: server.url, template });
  return async () => {
    await admin.unsafe(`drop database if exists ${template} with (force)`);
    await admin.end();
    await server.stop();
  };
}

async function ownServer() {
  await removeAbandoned();
  const folder = path.join(runs, randomBytes(6).toString("hex"));
  const lock = await lockFolder(folder);
  const server = await bootPostgres(folder, {
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" },
  });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
      lock?.release();
    },
  };
}

const runs = path.resolve(".data-test");

/** Folders of runs that were killed: nobody holds their lock. */
async function removeAbandoned() {
  mkdirSync(runs, { recursive: true });
  for (const name of readdirSync(runs)) {
    const folder = path.join(runs, name);
    const lock = await lockFolder(folder);
    if (!lock) continue;
    await endLeftovers(path.join(folder, "pgdata"));
    rmSync(folder, { recursive: true, force: true });
    lock.release();
  }
}
