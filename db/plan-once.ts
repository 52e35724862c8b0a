import type postgres from "postgres";

/** A statement that was asked so often will be asked again. */
const OFTEN = 3;
/** Statements that a connection keeps; a busy one keeps 10 to 100 kB of plan for each. */
const MOST_KEPT = 500;
/** Lists of more come in as many lengths as there are people, each another statement. */
const MOST_VALUES = 40;

/**
 * Makes the driver keep a statement that is asked often, so that it is sent once and planned once for each connection.
 * Drizzle asks it not to, which costs every statement a second round trip (to learn its types) and a plan.
 */
export function planOnce(client: postgres.Sql): void {
  const asked = new Map<string, number>();
  let kept = 0;

  const isKept = (text: string): boolean => {
    const before = asked.get(text) ?? 0;
    if (before >= OFTEN) return true;
    if (kept >= MOST_KEPT) return false;
    // Texts that hardly ever come again would fill the memory of a process that runs for months.
    if (asked.size > 10 * MOST_KEPT) for (const [one, times] of asked) if (times < OFTEN) asked.delete(one);
    asked.set(text, before + 1);
    if (before + 1 === OFTEN) kept += 1;
    return before + 1 === OFTEN;
  };

  const teach = <S extends postgres.Sql | postgres.TransactionSql>(sql: S): S => {
    const { unsafe } = sql;
    sql.unsafe = ((text: string, values?: unknown[], options?: postgres.UnsafeQueryOptions) => {
      const count = values?.length ?? 0;
      const prepare = count > 0 && count <= MOST_VALUES && isKept(text);
      return unsafe(text, values as never[], prepare ? { ...options, prepare } : options);
    }) as typeof unsafe;
    return sql;
  };

  const { begin } = client;
  client.begin = ((...words: [string, (tx: postgres.TransactionSql) => unknown]) => {
    const work = words.pop() as (tx: postgres.TransactionSql) => unknown;
    const rest = words as unknown as [string];
    return begin(...rest, (tx) => work(withSavepoints(teach(tx))));
  }) as typeof begin;
  const withSavepoints = (tx: postgres.TransactionSql): postgres.TransactionSql => {
    const { savepoint } = tx;
    tx.savepoint = ((...words: unknown[]) => {
      const work = words.pop() as (tx: postgres.TransactionSql) => unknown;
      return (savepoint as (...all: unknown[]) => unknown)(...words, (inner: postgres.TransactionSql) =>
        work(withSavepoints(teach(inner))),
      );
    }) as typeof savepoint;
    return tx;
  };
  teach(client);
}
