import "server-only";
import type { Db, Tx } from "@/db/client";

/** Carries the answer out of a transaction that is undone. */
class Rehearsal<T> extends Error {
  constructor(readonly answer: T) {
    super("This was a rehearsal.");
  }
}

/** Does the work in a transaction and undoes all of it: the answer says what would happen. */
export async function rehearsed<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await db.transaction(async (tx): Promise<T> => {
      throw new Rehearsal(await work(tx));
    });
  } catch (error) {
    if (error instanceof Rehearsal) return error.answer as T;
    throw error;
  }
}
