import type postgres from "postgres";

/**
 * The driver under the pool. This room speaks SQL to it directly: a queue lives on statements that take,
 * change and return many rows at once, prepared once per connection.
 */
export type Sql = postgres.Sql;

/** An open transaction. */
export type Tx = postgres.TransactionSql;

/** What a `timestamptz` parameter takes. */
export const instant = (ms: number) => new Date(ms).toISOString();

/** What storing an answer needs. `now` is in milliseconds. */
export type Surroundings = { sql: Sql; now: () => number };
