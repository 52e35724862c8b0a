import "server-only";
import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import { enrollment, funnel, mailAccount, message, workspaceSettings } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { ensureAccount, takeTurn } from "./account";
import { attempt, openRequests } from "./attempt";
import { claim } from "./claim";
import type { Engine } from "./engine";
import { INBOX, type MailAccount } from "./transport/transport";

const BATCH = 40;
const AT_ONCE = 8;

/** What a clock of its own is for: one workspace. */
export type Only = { workspaceId: string };

export type Delivered = {
  /** Messages and requests that got somewhere. */
  worked: number;
  /** The account may not be used for so long, in milliseconds; null when it may. */
  waitMs: number | null;
};

/**
 * Sends what is ready on one account until nothing is left or the budget is used up: first requests whose answer was
 * lost, then queued messages, oldest first. Bounded, so that a step of the durable engine stays short.
 */
export async function deliver(
  engine: Engine,
  accountId: string,
  { budgetMs = 5_000, only }: { budgetMs?: number; only?: Only | undefined } = {},
): Promise<Delivered> {
  const account = engine.accounts.find((one) => one.id === accountId);
  if (!account) return { worked: 0, waitMs: null };
  await ensureAccount(engine.db, account);
  const end = engine.clock() + budgetMs;
  let worked = 0;
  for (;;) {
    // Whoever sends for a few only does so by a clock of their own, which must not be read as the time of day.
    if (!only) await setBusy(engine, account, engine.clock() + BUSY_MS);
    const jobs = await ready(engine, account, only);
    const round = await runJobs(engine, account, jobs, end);
    worked += round.worked;
    if (round.waitMs !== null || round.worked === 0 || engine.clock() >= end) {
      if (!only) await setBusy(engine, account, null);
      return { worked, waitMs: round.waitMs };
    }
  }
}

/** So that the sweep does not ring for what is being done; a killed process is believed dead after this long. */
const BUSY_MS = 10_000;

async function setBusy(engine: Engine, account: MailAccount, until: Instant | null): Promise<void> {
  await engine.db.update(mailAccount).set({ busyUntil: until }).where(eq(mailAccount.id, account.id));
}

/** Says whether it got anywhere. One that throws is noted and keeps nobody else waiting. */
type Job = { work: () => Promise<boolean>; failed: (error: unknown) => Promise<void> };

/** When it may be looked at next, as its index has it. */
const goesAt = sql<number>`greatest(${message.dueAt}, coalesce(${message.notBefore}, 0))`;

async function ready(engine: Engine, account: MailAccount, only: Only | undefined): Promise<Job[]> {
  const now = engine.clock();
  const open = await openRequests(engine, account, { now, limit: BATCH, only });
  const queued = await engine.db
    .select({ id: message.id, workspaceId: message.workspaceId, contactId: message.contactId })
    .from(message)
    .innerJoin(enrollment, eq(enrollment.id, message.enrollmentId))
    .innerJoin(funnel, eq(funnel.id, enrollment.funnelId))
    .innerJoin(workspaceSettings, eq(workspaceSettings.workspaceId, message.workspaceId))
    .where(
      and(
        eq(message.state, "queued"),
        lte(goesAt, now),
        // Whoever is due must advance first; until then they keep nobody waiting who comes after them.
        or(isNull(enrollment.dueAt), gt(enrollment.dueAt, now)),
        isNotNull(message.contactId),
        or(
          and(
            eq(enrollment.test, false),
            eq(funnel.status, "live"),
            isNull(workspaceSettings.heldAt),
            inArray(workspaceSettings.demo, demoValues(engine, account)),
          ),
          // A member's test goes to the test inbox whatever the funnel's state and the workspace's provider are.
          account.id === INBOX ? eq(enrollment.test, true) : undefined,
        ),
        only && eq(message.workspaceId, only.workspaceId),
      ),
    )
    .orderBy(asc(goesAt), asc(message.id))
    .limit(BATCH);
  return [
    ...open.map(
      (requestId): Job => ({
        async work() {
          await attempt(engine, account, requestId, { retry: true });
          return true;
        },
        // Its lease keeps it from being tried again at once.
        failed: async () => {},
      }),
    ),
    ...queued.map(({ id, workspaceId, contactId }): Job => {
      let messageId = id;
      return {
        async work() {
          const began = engine.clock();
          const take = () => claim(engine, account, { workspaceId, messageId, contactId: contactId ?? "" });
          let claimed = await take();
          // Another of this contact's goes first; should yet another have come, it is looked at in the next round.
          if (claimed.claimed === "after") {
            messageId = claimed.messageId;
            claimed = await take();
          }
          if (claimed.claimed === "request") {
            await attempt(engine, account, claimed.requestId, { retry: false, began });
          }
          return claimed.claimed !== "no";
        },
        failed: (error) => putBack(engine, { workspaceId, messageId, error }),
      };
    }),
  ];
}

/** Demo workspaces never leave the test inbox; without a provider nobody does. */
function demoValues(engine: Engine, account: MailAccount): boolean[] {
  if (account.id !== INBOX) return [false];
  return engine.accounts.length > 1 ? [true] : [true, false];
}

async function runJobs(
  engine: Engine,
  account: MailAccount,
  jobs: Job[],
  end: number,
): Promise<{ worked: number; waitMs: number | null }> {
  let worked = 0;
  let waitMs: number | null = null;
  const rest = jobs[Symbol.iterator]();
  const worker = async () => {
    for (const job of rest) {
      if (waitMs !== null || engine.clock() >= end) return;
      if (account.transport) {
        const turn = await takeTurn(engine, account);
        if (turn.heldMs !== null) {
          waitMs = turn.heldMs;
          return;
        }
      }
      try {
        if (await job.work()) worked++;
      } catch (error) {
        console.error("A mail could not be handled; the others go on.", error);
        await job.failed(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, jobs.length) }, worker));
  return { worked, waitMs };
}

/** How often a mail that cannot even be made ready is tried before a person has to look at it. */
const MOST_FAILURES = 5;
const FIRST_PAUSE_MS = 10_000;

/** Puts aside a mail that could not be made ready: tried again later, and held for a person after five times. */
async function putBack(
  engine: Engine,
  { workspaceId, messageId, error }: { workspaceId: string; messageId: string; error: unknown },
): Promise<void> {
  const because = error instanceof Error ? error.message : String(error);
  await engine.db
    .update(message)
    .set({
      failures: sql`${message.failures} + 1`,
      notBefore: sql`${engine.clock()}::bigint + ${FIRST_PAUSE_MS}::bigint * (1 << least(${message.failures}, 10))`,
      state: sql`case when ${message.failures} + 1 >= ${MOST_FAILURES} then 'held' else 'queued' end`,
      reason: `It could not be made ready: ${because.slice(0, 300)}`,
    })
    .where(and(eq(message.workspaceId, workspaceId), eq(message.id, messageId), eq(message.state, "queued")));
}

/** Accounts that have something to do now: for the sweep. */
export async function accountsWithWork(engine: Engine): Promise<string[]> {
  const found: string[] = [];
  for (const account of engine.accounts) {
    const [row] = await engine.db.execute<{ ready: boolean }>(sql`
      select exists (
        select 1 from message m
        join enrollment e on e.id = m.enrollment_id
        join funnel f on f.id = e.funnel_id
        join workspace_settings s on s.workspace_id = m.workspace_id
        where m.state = 'queued' and greatest(m.due_at, coalesce(m.not_before, 0)) <= ${engine.clock()}
          and (e.due_at is null or e.due_at > ${engine.clock()})
          and case when e.test then ${account.id === INBOX}
            else f.status = 'live' and s.held_at is null and s.demo in ${demoValues(engine, account)} end
      ) or exists (
        select 1 from mail_request r
        where r.state = 'open' and r.next_attempt_at <= ${engine.clock()}
          and (r.leased_until is null or r.leased_until < now())
      ) as ready`);
    const [state] = await engine.db.select().from(mailAccount).where(eq(mailAccount.id, account.id));
    const until = Math.max(state?.heldUntil ?? 0, state?.busyUntil ?? 0);
    if (row?.ready && until <= engine.clock()) found.push(account.id);
  }
  return found;
}
