import "server-only";
import type { ExtractTablesWithRelations } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase, type PostgresJsTransaction } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "@/lib/env";
import { planOnce } from "./plan-once";
import * as schema from "./schema";

type Schema = typeof schema;

/** The pool in production, a scratch database in tests, or an open transaction: queries take any of them. */
export type Db = PostgresJsDatabase<Schema> | Tx;

/** An open transaction. A function that asks for `Tx` relies on a lock its caller holds. */
export type Tx = PostgresJsTransaction<Schema, ExtractTablesWithRelations<Schema>>;

/** A pool that can open transactions. */
export type Pool = PostgresJsDatabase<Schema> & { $client: postgres.Sql };

export function openPool(url: string, { max = 10 }: { max?: number } = {}): Pool {
  const client = postgres(url, {
    max,
    onnotice() {},
    // After an outage the database is asked for again within a second; by itself the driver waits up to twenty.
    backoff: (retries: number) => Math.min(2 ** retries / 100, 1),
    connect_timeout: 5,
    // A crashed or stopped process must not hold a contact for long.
    connection: { lock_timeout: 5_000, idle_in_transaction_session_timeout: 10_000 },
  });
  planOnce(client);
  return drizzle(client, { schema, casing: "snake_case" });
}

// Each bundle of Next has its own module instances; the pool must still be one per process.
const held = globalThis as { funnelwrightPool?: Pool };

/** The app's pool, opened at first use: `next build` imports routes without any database. */
export function db(): Pool {
  held.funnelwrightPool ??= openPool(env().DATABASE_URL, { max: 20 });
  return held.funnelwrightPool;
}
