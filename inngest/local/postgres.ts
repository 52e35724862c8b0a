import type postgres from "postgres";

/**
 * The driver under the pool. This room speaks SQL to it directly: a queue lives on statements that take,
 * change and return many rows at once, prepared once per connection.
 */
export type Sql = postgres.Sql;

/** An open transaction. */
export type Tx = postgres.TransactionSql;

/** A query that has not been sent yet; it may be part of another. */
export type Query = postgres.PendingQuery<postgres.Row[]>;

/** A query of any shape that has not been sent yet. */
export type Statement = PromiseLike<unknown> & { execute(): unknown };

/**
 * Hands statements of a transaction to the database together, which does them one after the other, in this order. A query
 * of this driver is sent when somebody waits for it, so without this the order would be that of the waiting.
 */
export function inTurn<T extends readonly (Statement | null)[] | []>(statements: T) {
  for (const statement of statements) statement?.execute();
  return Promise.all(statements);
}

/** What a `timestamptz` parameter takes. */
export const instant = (ms: number) => new Date(ms).toISOString();

/** What storing an answer needs. `now` is in milliseconds. */
export type Surroundings = { sql: Sql; now: () => number };
