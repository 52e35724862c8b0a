import "server-only";
import type { Db, Pool, Tx } from "./client";

/**
 * One transaction in which what is a transaction of its own elsewhere is only a part: without savepoints, so that it is
 * done wholly or not at all, and a third faster where there are many.
 */
export function oneTransaction<T>(pool: Pool, work: (db: Db) => Promise<T>): Promise<T> {
  return pool.transaction((tx) => {
    const parts = { value: (part: (inner: Tx) => Promise<unknown>) => part(whole) };
    const whole: Tx = Object.create(tx, { transaction: parts });
    return work(whole);
  });
}
