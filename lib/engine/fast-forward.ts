import "server-only";
import { and, eq, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { enrollment, funnel, versionMove } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { advance } from "./advance";
import { LEASE_MS } from "./claim";
import { deliver } from "./deliver";
import type { Engine } from "./engine";
import { runErrands } from "./errands/run-errands";
import { newLag } from "./lag";
import { movePeople } from "./move-people";
import type { Only } from "./queue";
import { INBOX, type MailAccount } from "./transport/transport";
import { type CallWeb, pretendsToCall } from "./web/call-web";
import { webhookSecretFrom } from "./web/webhook-secret";

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

type Options = {
  start: Instant;
  token: () => string;
  accounts?: MailAccount[];
  appUrl?: string;
  /** Who is called by Webhook steps; nobody without it, and all goes well. */
  callWeb?: CallWeb;
  /** Whose time passes. Everybody's without it, and then nothing else may be at work on this database. */
  only?: Only;
};

/**
 * The real engine on a real database with a clock that jumps from one due moment to the next. It stands in for
 * Inngest, and for nothing else: `advance`, claim and the outbox are the ones that run in production.
 */
export function fastForward(db: Db, options: Options): FastForward {
  const { only } = options;
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
    lag: newLag(now),
    leaseMs: LEASE_MS,
    accounts: [inbox, ...(options.accounts ?? [])],
    appUrl: options.appUrl ?? "http://localhost:3000",
    callWeb: options.callWeb ?? pretendsToCall,
    webhookSecret: webhookSecretFrom("fast-forward"),
  };

  async function settle(): Promise<void> {
    for (;;) {
      await moveAll(engine, only);
      const waiting = await glance(db, now, only);
      now = Math.max(now, waiting.lastInstant);
      const moved = waiting.people ? await advanceDue(engine, only) : 0;
      let sent = 0;
      if (waiting.mail || moved > 0) {
        for (const account of engine.accounts) sent += (await deliver(engine, account.id, { only })).worked;
      }
      const called = moved > 0 || waiting.errands ? (await runErrands(engine, { only })).worked : 0;
      if (moved === 0 && sent === 0 && called === 0) return;
    }
  }

  async function to(instant: Instant): Promise<void> {
    await settle();
    for (;;) {
      const next = await nextDue(db, now, only);
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
      engine.lag.forget(now);
    },
  };
}

/** Everybody is taken along to versions that went live. */
async function moveAll(engine: Engine, only: Only | undefined): Promise<void> {
  const open = await engine.db
    .select({ workspaceId: versionMove.workspaceId, versionId: versionMove.versionId })
    .from(versionMove)
    .where(and(isNull(versionMove.finishedAt), only && eq(versionMove.workspaceId, only.workspaceId)));
  for (const move of open) {
    let turn = await movePeople(engine, move);
    while (turn.worked > 0) turn = await movePeople(engine, move);
  }
}

async function advanceDue(engine: Engine, only: Only | undefined): Promise<number> {
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
        only && eq(enrollment.workspaceId, only.workspaceId),
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
  db: Db,
  now: Instant,
  only: Only | undefined,
): Promise<{ lastInstant: Instant; people: boolean; mail: boolean; errands: boolean }> {
  const [row] = await db.execute<{ last: string; people: boolean; mail: boolean; errands: boolean }>(sql`
    with clock as (
      select greatest(${now}::bigint, max(c.last_instant)) as now from contact c
      where true ${theirs("c", only)}
    )
    select clock.now as last,
      exists (
        select 1 from enrollment e where e.status = 'active' and e.due_at <= clock.now ${theirs("e", only)}
      ) as people,
      exists (select 1 from message m where m.state = 'queued' and m.due_at <= clock.now ${theirs("m", only)})
        or exists (
          select 1 from mail_request r where r.state in ('open', 'dissolving') and r.next_attempt_at <= clock.now ${theirs("r", only)}
        ) as mail,
      exists (
        select 1 from errand o where o.state = 'open' and o.next_attempt_at <= clock.now ${theirs("o", only)}
      ) or exists (
        select 1 from ad_audience a where not a.filled ${theirs("a", only)}
      ) or exists (
        select 1 from audience_call k where (k.progress = 'open' or k.contact_id is null)
          and k.next_attempt_at <= clock.now ${theirs("k", only)}
      ) as errands
    from clock`);
  const { last, people = false, mail = false, errands = false } = row ?? {};
  return { lastInstant: Number(last ?? now), people, mail, errands };
}

/** The next moment at which something falls due. */
async function nextDue(db: Db, now: Instant, only: Only | undefined): Promise<Instant | null> {
  const [row] = await db.execute<{ at: string | null }>(sql`
    select least(
      (select min(e.due_at) from enrollment e join funnel f on f.id = e.funnel_id and (f.status = 'live' or e.test)
        where e.status = 'active' and not e.stuck and e.due_at > ${now} ${theirs("e", only)}),
      (select min(m.due_at) from message m where m.state = 'queued' and m.due_at > ${now} ${theirs("m", only)}),
      (select min(m.not_before) from message m
        where m.state = 'queued' and m.not_before > ${now} ${theirs("m", only)}),
      (select min(r.next_attempt_at) from mail_request r
        where r.state in ('open', 'dissolving') and r.next_attempt_at > ${now} ${theirs("r", only)}),
      (select min(o.next_attempt_at) from errand o
        where o.state = 'open' and o.next_attempt_at > ${now} ${theirs("o", only)}),
      (select min(k.next_attempt_at) from audience_call k
        where k.progress = 'open' and k.next_attempt_at > ${now} ${theirs("k", only)}),
      (select min(a.held_until) from mail_account a where a.held_until > ${now}),
      (select min(a.probe_until) from mail_account a where a.probe_until > ${now})
    ) as at`);
  return row?.at == null ? null : Number(row.at);
}

const theirs = (alias: string, only: Only | undefined): SQL =>
  only ? sql`and ${sql.identifier(alias)}.workspace_id = ${only.workspaceId}` : sql``;
