import type { Db } from "./client";

type Prepared<R> = { execute(values: Record<string, unknown>): Promise<R> };

/**
 * A query whose text is made once for the process and not at every asking, which for a wide table takes longer than what
 * the driver does with it. What differs between askings is a `sql.placeholder` of that name. It runs on whatever asks:
 * the pool, or an open transaction.
 */
export function remembered<V extends Record<string, unknown>, R>(
  build: (db: Db) => { prepare(name: string): Prepared<R> },
): (db: Db, values: V) => Promise<R> {
  let made: Prepared<R> | undefined;
  return (db, values) => {
    made ??= build(db).prepare("remembered");
    // A prepared query of Drizzle belongs to the connection it was made on; all else of it is the same everywhere.
    const client = { value: (db._.session as unknown as { client: unknown }).client };
    const here: Prepared<R> = Object.create(made, { client });
    return here.execute(values);
  };
}

/** JSON for a column that may be null: given as it is, a remembered query would write the word null of JSON. */
export const jsonOrNull = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);
