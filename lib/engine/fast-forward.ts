import "server-only";
import { and, eq, isNotNull, lte, or, sql } from "drizzle-orm";
import type { Pool } from "@/db/client";
import { enrollment, funnel } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { advance } from "./advance";
import { deliver } from "./deliver";
import type { Engine } from "./engine";
import { INBOX, type MailAccount } from "./transport/transport";

const AT_ONCE = 8;

export type FastForward = {
  engine: Engine;
  now(): Instant;
  /** Lets time pass to that instant: everything that falls due on the way is done when it falls due. */
  to(instant: Instant): Promise<void>;
  by(ms: number): Promise<void>;
  /** Lets time pass in which nothing is done, as if every process were down. */
  outage(ms: number): void;
  /** Does what is due now. */
  settle(): Promise<void>;
};

/**
 * The real engine on a real database with a clock that jumps from one due moment to the next. It stands in for
 * Inngest, and for nothing else: `advance`, claim and the outbox are the ones that run in production.
 */
export function fastForward(
  db: Pool,
  options: { start: Instant; token: () => string; accounts?: MailAccount[]; appUrl?: string },
): FastForward {
  let now = options.start;
  const inbox: MailAccount = { id: INBOX, transport: null, perSecond: Number.POSITIVE_INFINITY };
  const engine: Engine = {
    db,
    clock: () => now,
    pause: async (ms) => {
      now += Math.ceil(ms);
    },
    token: options.token,
    // Hints only save time, and here time costs nothing: what is due is found in the database.
    hint: async () => {},
    accounts: [inbox, ...(options.accounts ?? [])],
    appUrl: options.appUrl ?? "http://localhost:3000",
  };

  async function settle(): Promise<void> {
    for (;;) {
      const waiting = await glance(db, now);
      now = Math.max(now, waiting.lastInstant);
      const moved = waiting.people ? await advanceDue(engine) : 0;
      let sent = 0;
      if (waiting.mail || moved > 0) {
        for (const account of engine.accounts) sent += (await deliver(engine, account.id)).worked;
      }
      if (moved === 0 && sent === 0) return;
    }
  }

  async function to(instant: Instant): Promise<void> {
    await settle();
    for (;;) {
      const next = await nextDue(engine, now);
      if (next === null || next > instant) break;
      now = Math.max(now, next);
      await settle();
    }
    now = Math.max(now, instant);
    await settle();
  }

  return {
    engine,
    now: () => now,
    to,
    settle,
    by: (ms) => to(now + ms),
    outage(ms) {
      now += ms;
    },
  };
}

async function advanceDue(engine: Engine): Promise<number> {
  const due = await engine.db
    .select({ id: enrollment.id, workspaceId: enrollment.workspaceId, generation: enrollment.generation })
    .from(enrollment)
    .innerJoin(funnel, eq(funnel.id, enrollment.funnelId))
    .where(
      and(
        or(eq(funnel.status, "live"), eq(enrollment.test, true)),
        eq(enrollment.status, "active"),
        eq(enrollment.stuck, false),
        isNotNull(enrollment.contactId),
        lte(enrollment.dueAt, engine.clock()),
      ),
    )
    .orderBy(enrollment.dueAt)
    .limit(1_000);
  const rest = due[Symbol.iterator]();
  const worker = async () => {
    for (const { id, workspaceId, generation } of rest) {
      await advance(engine, { workspaceId, enrollmentId: id, generation });
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, due.length) }, worker));
  return due.length;
}

/**
 * Whether there is anything to do at all, in one query. Instants of one contact never collide, so a busy contact is a few
 * milliseconds ahead of the clock: what it has just done is looked at, too.
 */
async function glance(
  db: Pool,
  now: Instant,
): Promise<{ lastInstant: Instant; people: boolean; mail: boolean }> {
  const [row] = await db.execute<{ last: string; people: boolean; mail: boolean }>(sql`
    with clock as (select greatest(${now}::bigint, max(last_instant)) as now from contact)
    select clock.now as last,
      exists (select 1 from enrollment e where e.status = 'active' and e.due_at <= clock.now) as people,
      exists (select 1 from message m where m.state = 'queued' and m.due_at <= clock.now)
        or exists (select 1 from mail_request r where r.state = 'open' and r.next_attempt_at <= clock.now) as mail
    from clock`);
  return { lastInstant: Number(row?.last ?? now), people: row?.people ?? false, mail: row?.mail ?? false };
}

/** The next moment at which something falls due. */
async function nextDue(engine: Engine, now: Instant): Promise<Instant | null> {
  const [row] = await engine.db.execute<{ at: string | null }>(sql`
    select least(
      (select min(e.due_at) from enrollment e join funnel f on f.id = e.funnel_id and (f.status = 'live' or e.test)
        where e.status = 'active' and not e.stuck and e.due_at > ${now}),
      (select min(m.due_at) from message m where m.state = 'queued' and m.due_at > ${now}),
      (select min(m.not_before) from message m where m.state = 'queued' and m.not_before > ${now}),
      (select min(r.next_attempt_at) from mail_request r where r.state = 'open' and r.next_attempt_at > ${now}),
      (select min(a.held_until) from mail_account a where a.held_until > ${now})
    ) as at`);
  return row?.at == null ? null : Number(row.at);
}
