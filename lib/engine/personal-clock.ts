import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import type { Instant } from "@/lib/flow/world";
import { advance } from "./advance";
import { claim, LEASE_MS } from "./claim";
import type { Engine } from "./engine";
import { runErrands } from "./errands/run-errands";
import type { Hint, Woken } from "./hints";
import { newLag } from "./lag";
import { INBOX, type MailAccount } from "./transport/transport";
import { pretendsToCall } from "./web/call-web";

export type PersonalClock = {
  engine: Engine;
  now(): Instant;
  /** Does what is due now. Answers how many mails were sent. */
  settle(): Promise<number>;
  /** Jumps to the next moment by `instant` at which anything falls due, and does it; null when there is none. */
  step(instant: Instant): Promise<number | null>;
  /** Lets the rest of the time pass, in which nothing falls due. */
  to(instant: Instant): void;
};

const inbox: MailAccount = { id: INBOX, transport: null, perSecond: Number.POSITIVE_INFINITY };

/**
 * The engine for one person, by a clock of theirs that jumps from one due moment to the next; their mail stays in the
 * test inbox, whatever keys are set. Nobody else is looked at or waited for, and one thing is done after the other, so
 * that `db` may be an open transaction.
 */
export function personalClock(
  db: Db,
  options: { workspaceId: string; contactId: string; start: Instant; token: () => string; appUrl: string },
): PersonalClock {
  const { workspaceId, contactId, token, appUrl } = options;
  let now = options.start;
  /** What was seen when nothing more was due. Nothing is done before the next step but by `settle`. */
  let seen: Seen | null = null;
  let hints: Hint[] = [];
  const engine: Engine = {
    db,
    clock: () => now,
    pause: async (ms) => {
      now += Math.ceil(ms);
    },
    token,
    // What is due is found in the database; whom a mail has woken need not be looked for.
    hint: async (more) => {
      hints.push(...more);
    },
    lag: newLag(now),
    leaseMs: LEASE_MS,
    accounts: [inbox],
    appUrl,
    callWeb: pretendsToCall,
    webhookSecret: () => "",
  };

  async function settle(from: Seen | null = null): Promise<number> {
    let sent = 0;
    let known = from;
    for (;;) {
      const { lastInstant, people, mails, errands } = known ?? (await look(db, { workspaceId, contactId }));
      // Their instants never collide, so somebody busy is a few milliseconds ahead of the clock.
      now = Math.max(now, lastInstant);
      const isDue = ({ at }: Due) => at <= now;
      const due = people.filter(isDue);
      for (const one of due) await go(one);
      // Whoever is due must advance first.
      const ready = due.length > 0 ? [] : mails.filter(isDue);
      hints = [];
      for (const { id: messageId } of ready) {
        const { claimed } = await claim(engine, inbox, { workspaceId, messageId, contactId });
        if (claimed === "kept") sent++;
      }
      for (const { data } of hints.filter(isWoken)) {
        const one = people.find(({ id }) => id === data.enrollmentId);
        if (one) await go(one);
      }
      if (errands) await runErrands(engine, { only: { workspaceId, contactId } });
      if (due.length === 0 && ready.length === 0 && !errands) {
        seen = { lastInstant, people, mails, errands };
        return sent;
      }
      known = null;
    }
  }

  const go = ({ id: enrollmentId, generation }: Due) =>
    advance(engine, { workspaceId, enrollmentId, generation });

  return {
    engine,
    now: () => now,
    settle: () => settle(),
    async step(instant) {
      const due = [...(seen?.people ?? []), ...(seen?.mails ?? [])].map(({ at }) => at);
      const next = Math.min(...due);
      if (due.length === 0 || next > instant) return null;
      now = Math.max(now, next);
      return settle(seen);
    },
    to(instant) {
      now = Math.max(now, instant);
    },
  };
}

type Due = { id: string; at: Instant; generation: number };
type Seen = { lastInstant: Instant; people: Due[]; mails: Due[]; errands: boolean };

const isWoken = (hint: Hint): hint is Woken => hint.name === "enrollment/woken";

/** Everything that this person waits for, in one query. */
async function look(
  db: Db,
  { workspaceId, contactId }: { workspaceId: string; contactId: string },
): Promise<Seen> {
  type Row = { last: string; people: Due[] | null; mails: Due[] | null; errands: boolean };
  const [row] = await db.execute<Row>(sql`
    select c.last_instant as last,
      (select json_agg(json_build_object('id', e.id, 'at', e.due_at, 'generation', e.generation) order by e.due_at)
        from enrollment e join funnel f on f.id = e.funnel_id and f.status = 'live'
        where e.contact_id = c.id and e.status = 'active' and not e.stuck and e.due_at is not null) as people,
      (select json_agg(json_build_object('id', m.id, 'at', greatest(m.due_at, m.not_before)) order by m.due_at, m.id)
        from message m join enrollment e on e.id = m.enrollment_id
          join funnel f on f.id = e.funnel_id and f.status = 'live'
        where m.contact_id = c.id and m.state = 'queued') as mails,
      exists (select 1 from errand o join enrollment e on e.id = o.enrollment_id
          join funnel f on f.id = e.funnel_id and f.status = 'live'
        where o.contact_id = c.id and o.state = 'open' and o.attempts = 0) as errands
    from contact c where c.workspace_id = ${workspaceId} and c.id = ${contactId}`);
  const { last = 0, people, mails, errands = false } = row ?? {};
  return { lastInstant: Number(last), people: people ?? [], mails: mails ?? [], errands };
}
