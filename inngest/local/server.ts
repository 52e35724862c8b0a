import "server-only";
import { randomUUID } from "node:crypto";
import type { Pool } from "@/db/client";
import type { Call } from "./call";
import { fireCrons } from "./cron";
import { wakeChannel } from "./events";
import { beat, claimJobs, postpone, retire, type Task } from "./jobs";
import { prune } from "./prune";
import { runTask } from "./run";
import { loadSigningKey } from "./signing-key";
import { syncFunctions, UnsupportedFunction } from "./sync";

export type LocalServerOptions = {
  pool: Pool;
  /** `inProcess(...)` or `overHttp(...)` of `handlers.ts`. */
  call: Call;
  /** Functions that may execute at once in this process. */
  concurrency?: number;
  /** Names this process among those that share the database. */
  instanceId?: string;
  /** The clock of sleeps, timeouts, retries and crons, in milliseconds. Leases go by the database's. */
  now?: () => number;
  /** How long a lost notification may go unnoticed, in milliseconds. */
  pollMs?: number;
  /** How long another process may be silent before it counts as dead, in milliseconds: several heartbeats, of one a second. */
  deadAfterMs?: number;
  /** How often to ask for the functions again, in milliseconds: in development they change. */
  resyncMs?: number;
  onLog?: (entry: { level: "info" | "error"; message: string; error?: unknown }) => void;
};

export type LocalServer = {
  /** Settles when the functions are known and execution has begun. Rejects if they cannot be run here. */
  ready: Promise<void>;
  /** Settles when nothing is due or being executed, as of `now`. */
  idle(): Promise<void>;
  /** Looks for due jobs at once, for example after a test has moved its clock. */
  wake(): void;
  /** Takes no more jobs and waits up to `seconds` for those in hand; the others are free for whoever comes next. */
  stop(seconds?: number): Promise<void>;
};

const beatEveryMs = 1000;
const pruneEveryMs = 10 * 60_000;

/** Executes functions for as long as this process lives. Several processes may do so on one database. */
export function startLocalServer(options: LocalServerOptions): LocalServer {
  const { pool, call, concurrency = 16, instanceId = randomUUID(), now = Date.now, pollMs = 250 } = options;
  const sql = pool.$client;
  const log = options.onLog ?? (() => {});
  const inHand = new Map<string, Promise<void>>();
  const alarm = newAlarm();
  let stopping = false;
  let moreIsDue = false;

  const ready = begin();
  // Whoever awaits `ready` hears why it failed; stopping works all the same.
  const ended = ready.then(loop, () => {});

  /** A database that is away is waited for: whoever starts meanwhile must not stay idle when it is back. */
  async function begin() {
    while (!stopping) {
      try {
        const signingKey = await loadSigningKey(sql);
        const functions = await syncFunctions(sql, call, signingKey, now());
        const { unlisten } = await sql.listen(wakeChannel, alarm.ring, alarm.ring);
        log({ level: "info", message: `${functions.length} functions are ready` });
        return { signingKey, unlisten };
      } catch (error) {
        if (error instanceof UnsupportedFunction) {
          log({ level: "error", message: "The embedded Inngest server did not start", error });
          throw error;
        }
        log({ level: "error", message: "The embedded Inngest server could not start yet", error });
        await alarm.within(1000);
      }
    }
    return null;
  }

  async function loop(begun: Awaited<ReturnType<typeof begin>>) {
    if (!begun) return;
    const { signingKey, unlisten } = begun;
    const chores = [
      chore(beatEveryMs, () => beat(sql, instanceId, [...inHand.keys()], options.deadAfterMs)),
      chore(beatEveryMs, () => fireCrons({ sql, now })),
      chore(pruneEveryMs, async () => aside(prune({ sql, now }))),
    ];
    if (options.resyncMs) {
      chores.push(chore(options.resyncMs, async () => aside(syncFunctions(sql, call, signingKey, now()))));
    }
    while (!stopping) {
      try {
        for (const due of chores) await due();
        await alarm.within(await takeJobs(signingKey));
      } catch (error) {
        log({ level: "error", message: "The embedded Inngest server tries again in a second", error });
        await alarm.within(1000);
      }
    }
    await unlisten();
  }

  /** Work that may take long and that nothing waits for. */
  function aside(work: Promise<unknown>) {
    work.catch((error) =>
      log({ level: "error", message: "A chore of the embedded Inngest server failed", error }),
    );
  }

  /** Fills the free hands. Returns how long there is nothing more to take, in milliseconds. */
  async function takeJobs(signingKey: string): Promise<number> {
    // With a queue before the door, a moment lets more hands become free: one claim for several jobs costs no
    // more than for one.
    if (moreIsDue) await pause(3);
    const count = concurrency - inHand.size;
    if (count === 0) return pollMs;
    const { tasks, nextDueAt } = await claimJobs(sql, { instance: instanceId, count, now: now() });
    for (const task of tasks) takeUp(task, signingKey);
    moreIsDue = tasks.length === count;
    if (moreIsDue) return pollMs;
    return Math.max(0, Math.min(pollMs, (nextDueAt ?? Number.POSITIVE_INFINITY) - now()));
  }

  function takeUp(task: Task, signingKey: string) {
    const work = runTask({ sql, now, call, signingKey }, task)
      .catch((error) => {
        log({ level: "error", message: `Run ${task.runId} could not be stored`, error });
        return postpone(sql, task, now());
      })
      .catch((error) => log({ level: "error", message: `Run ${task.runId} could not be postponed`, error }))
      .finally(() => {
        inHand.delete(task.jobId);
        alarm.ring();
      });
    inHand.set(task.jobId, work);
  }

  return {
    ready: settledQuietly(ready.then(() => {})),
    wake: alarm.ring,
    async idle() {
      await ready;
      for (;;) {
        const [busy] = await sql`
          select from inngest_local.jobs where due_at <= ${new Date(now()).toISOString()} limit 1`;
        if (!busy && inHand.size === 0) return;
        await pause(10);
      }
    },
    async stop(seconds = 10) {
      stopping = true;
      alarm.ring();
      await ended;
      await Promise.race([Promise.all(inHand.values()), pause(seconds * 1000)]);
      await retire(sql, instanceId);
    },
  };
}

/** The same promise, whose rejection need not be handled: it was logged. */
function settledQuietly(promise: Promise<void>) {
  promise.catch(() => {});
  return promise;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Something to be done every so often, at the earliest when asked. */
function chore(everyMs: number, work: () => Promise<unknown>) {
  let next = 0;
  return async () => {
    if (performance.now() < next) return;
    next = performance.now() + everyMs;
    await work();
  };
}

/** A wait that can be cut short. A ring that comes while nobody waits cuts the next wait short. */
function newAlarm() {
  let rung = false;
  let wakeUp = () => {};
  return {
    ring() {
      rung = true;
      wakeUp();
    },
    async within(ms: number) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wakeUp = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rung = false;
    },
  };
}
