import type { Inngest, InngestFunction } from "inngest";
import type { Pool } from "@/db/client";
import { inProcess } from "./handlers";
import { localClient } from "./local-client";
import { type LocalServerOptions, startLocalServer } from "./server";

/** A clock that stands still until it is moved, so that no test sleeps through a wait or a retry. */
export function testClock(start = Date.now()) {
  let at = start;
  return {
    now: () => at,
    advance(ms: number) {
      at += ms;
    },
  };
}

export type TestClock = ReturnType<typeof testClock>;

/** The SDK reports each error of a function; tests make many on purpose. */
export const silent = { info() {}, warn() {}, error() {}, debug() {} };

/** The embedded server on a scratch database, with functions called in this process. */
export function testServer(
  pool: Pool,
  functions: (client: Inngest) => InngestFunction.Any[],
  { clock = testClock(), ...options }: Partial<LocalServerOptions> & { clock?: TestClock } = {},
) {
  const client = localClient({ id: "test-app", sql: () => pool.$client, now: clock.now, logger: silent });
  const server = startLocalServer({
    pool,
    call: inProcess(client, functions(client)),
    now: clock.now,
    pollMs: 50,
    ...options,
  });
  return {
    ...server,
    client,
    clock,
    /** Sends and waits until everything that is due has been done. */
    async send(...events: { name: string; data?: Record<string, unknown>; id?: string }[]) {
      await server.ready;
      const { ids } = await client.send(events);
      await server.idle();
      return ids;
    },
    /** Moves the clock and waits until everything that has come due has been done. */
    async advance(ms: number) {
      clock.advance(ms);
      server.wake();
      await server.idle();
    },
  };
}

type RunRow = { id: string; functionId: string; status: string; result: unknown };

/** All runs, oldest first. */
export const runsIn = (pool: Pool) => pool.$client<RunRow[]>`
  select id, function_id as "functionId", status, result from inngest_local.runs order by created_at, id`;

const DEADLOCK = "40P01";

/** Empties the tables between two tests, but for the functions and the key. */
export async function clearRuns(pool: Pool): Promise<void> {
  for (;;) {
    try {
      await pool.$client`
        truncate inngest_local.events, inngest_local.runs, inngest_local.steps, inngest_local.jobs,
          inngest_local.waits, inngest_local.starts, inngest_local.lanes`;
      return;
    } catch (error) {
      // A server that was just stopped may have a statement under way that takes them in another order.
      if ((error as { code?: string }).code !== DEADLOCK) throw error;
    }
  }
}
