import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { onTestFinished } from "vitest";
import type { Pool } from "@/db/client";
import { scratchDatabase } from "@/db/testing";
import { localClient } from "@/inngest/local/local-client";
import { LEASE_MS } from "@/lib/engine/claim";
import type { Engine } from "@/lib/engine/engine";
import { newLag } from "@/lib/engine/lag";
import { INBOX } from "@/lib/engine/transport/transport";
import { pretendsToCall } from "@/lib/engine/web/call-web";
import type { Flow } from "@/lib/flow/flow";
import { anyToken, type Live, makeWorkspace, publishFlow } from "../engine/kit";
import { type FakeResend, startFakeResend } from "../fake-resend/start";
import { type Child, type ChildSettings, SECRET, startChild } from "./child";

export type Rig = {
  db: Pool;
  resend: FakeResend;
  place: Live;
  /** What a web process has, which takes facts in and runs nothing itself. */
  web: Engine;
  /** Starts a process that runs the engine. */
  run(more?: Partial<ChildSettings>): Promise<Child>;
  /** Before the test ends: for those that set up many, one after the other. */
  close(): Promise<void>;
};

/** Short enough for a fault test, long enough for a busy machine. */
const LEASE = 3_000;

/** A database, a provider and a published funnel of its own for one test; all of it goes with the test. */
export async function setUp(
  flow: Flow,
  { leaseMs = LEASE, perSecond = 200, limit }: { leaseMs?: number; perSecond?: number; limit?: number } = {},
): Promise<Rig> {
  const { db, url, drop } = await scratchDatabase();
  const resend = await startFakeResend(limit === undefined ? {} : { perSecond: limit });
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= resend.stop().then(drop);
    return closed;
  };
  onTestFinished(close);
  const place = await publishFlow(db, await makeWorkspace(db, { demo: false }), flow);
  const settings: ChildSettings = {
    databaseUrl: url,
    resendUrl: resend.url,
    leaseMs,
    deadAfterMs: 2_500,
    perSecond,
    secret: SECRET,
  };
  return {
    db,
    resend,
    place,
    web: webEngine(db),
    close,
    run: (more = {}) => startChild({ ...settings, ...more }),
  };
}

/** The engine of a process that only serves: its hints reach whoever runs the functions. */
export function webEngine(db: Pool): Engine {
  const client = localClient({ id: "funnelwright", sql: () => db.$client });
  return {
    db,
    clock: () => Date.now(),
    pause: (ms) => pause(ms),
    token: anyToken,
    lag: newLag(Date.now()),
    leaseMs: LEASE_MS,
    accounts: [{ id: INBOX, transport: null, perSecond: Number.POSITIVE_INFINITY }],
    appUrl: "http://localhost:3000",
    callWeb: pretendsToCall,
    webhookSecret: () => "",
    async hint(hints) {
      if (hints.length > 0) await client.send(hints);
    },
  };
}

/** Waits until something is so. Throws what it was waiting for when it took too long. */
export async function until(
  what: string,
  done: () => Promise<boolean>,
  { patienceMs = 150_000, everyMs = 100 }: { patienceMs?: number; everyMs?: number } = {},
): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`It took too long until ${what}.`);
    await pause(everyMs);
  }
}

/** How many people of a funnel are on their way, and how many have come to an end. */
export async function standing(db: Pool, { funnelId }: Live): Promise<{ active: number; ended: number }> {
  const [row] = await db.execute<{ active: number; ended: number }>(sql`
    select count(*) filter (where status = 'active')::int as active,
           count(*) filter (where status = 'ended')::int as ended
    from enrollment where funnel_id = ${funnelId}`);
  return { active: row?.active ?? 0, ended: row?.ended ?? 0 };
}

/** Does something for each of many, a few at a time. */
export async function forAll<T>(many: readonly T[], act: (one: T) => Promise<unknown>, atOnce = 6) {
  const rest = many[Symbol.iterator]();
  const worker = async () => {
    for (const one of rest) await act(one);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, many.length) }, worker));
}

/**
 * Lets every statement that inserts into a table stand still in the database, as if the process had stopped right there:
 * within its transaction, or as it commits. Answers how to let go.
 */
export async function halt(
  db: Pool,
  table: string,
  { when, seconds = 600 }: { when: "within" | "at commit"; seconds?: number },
): Promise<() => Promise<void>> {
  const deferred = when === "at commit" ? "deferrable initially deferred" : "";
  await db.$client.unsafe(`
    create or replace function stand_still() returns trigger language plpgsql as
      $$ begin perform pg_sleep(${seconds}); return null; end $$;
    create constraint trigger stand_still after insert on ${table} ${deferred} for each row
      execute function stand_still();`);
  return async () => {
    await db.$client.unsafe(`
      select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event = 'PgSleep';`);
    await db.$client.unsafe(`drop trigger if exists stand_still on ${table};`);
  };
}

/** Whether a statement stands still in the database. */
export async function standsStill(db: Pool): Promise<boolean> {
  const rows = await db.execute(sql`
    select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`);
  return rows.length > 0;
}
