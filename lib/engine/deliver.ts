import "server-only";
import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import { enrollment, funnel, message, workspaceSettings } from "@/db/schema";
import { ensureAccount, takeTurn } from "./account";
import { attempt, openRequests } from "./attempt";
import { claim } from "./claim";
import type { Engine } from "./engine";
import { INBOX, type MailAccount } from "./transport/transport";

const BATCH = 40;
const AT_ONCE = 8;

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
  { budgetMs = 5_000 }: { budgetMs?: number } = {},
): Promise<Delivered> {
  const account = engine.accounts.find((one) => one.id === accountId);
  if (!account) return { worked: 0, waitMs: null };
  await ensureAccount(engine.db, account);
  const end = engine.clock() + budgetMs;
  let worked = 0;
  for (;;) {
    const jobs = await ready(engine, account);
    const round = await runJobs(engine, account, jobs, end);
    worked += round.worked;
    if (round.waitMs !== null || round.worked === 0 || engine.clock() >= end) {
      return { worked, waitMs: round.waitMs };
    }
  }
}

type Job = () => Promise<boolean>;

async function ready(engine: Engine, account: MailAccount): Promise<Job[]> {
  const now = engine.clock();
  const open = account.transport ? await openRequests(engine, account, { now, limit: BATCH }) : [];
  const queued = await engine.db
    .select({ id: message.id, workspaceId: message.workspaceId, contactId: message.contactId })
    .from(message)
    .innerJoin(enrollment, eq(enrollment.id, message.enrollmentId))
    .innerJoin(funnel, eq(funnel.id, enrollment.funnelId))
    .innerJoin(workspaceSettings, eq(workspaceSettings.workspaceId, message.workspaceId))
    .where(
      and(
        eq(message.state, "queued"),
        lte(message.dueAt, now),
        // Whoever is due must advance first; until then they keep nobody waiting who comes after them.
        or(isNull(enrollment.dueAt), gt(enrollment.dueAt, now)),
        isNotNull(message.contactId),
        eq(funnel.status, "live"),
        inArray(workspaceSettings.demo, demoValues(engine, account)),
      ),
    )
    .orderBy(asc(message.dueAt), asc(message.id))
    .limit(BATCH);
  return [
    ...open.map(
      (requestId): Job =>
        async () => {
          await attempt(engine, account, requestId, { retry: true });
          return true;
        },
    ),
    ...queued.map(
      ({ id, workspaceId, contactId }): Job =>
        async () => {
          const began = engine.clock();
          const claimed = await claim(engine, account, {
            workspaceId,
            messageId: id,
            contactId: contactId ?? "",
          });
          if (claimed.claimed === "request")
            await attempt(engine, account, claimed.requestId, { retry: false, began });
          return claimed.claimed !== "no";
        },
    ),
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
      if (await job()) worked++;
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, jobs.length) }, worker));
  return { worked, waitMs };
}

/** Accounts that have something to do now: for the sweep. */
export async function accountsWithWork(engine: Engine): Promise<string[]> {
  const found: string[] = [];
  for (const account of engine.accounts) {
    const [row] = await engine.db.execute<{ ready: boolean }>(sql`
      select exists (
        select 1 from message m
        join enrollment e on e.id = m.enrollment_id
        join funnel f on f.id = e.funnel_id and f.status = 'live'
        join workspace_settings s on s.workspace_id = m.workspace_id
        where m.state = 'queued' and m.due_at <= ${engine.clock()}
          and (e.due_at is null or e.due_at > ${engine.clock()}) and s.demo in ${demoValues(engine, account)}
      ) or exists (
        select 1 from mail_request r
        where r.state = 'open' and r.account_id = ${account.id} and r.next_attempt_at <= ${engine.clock()}
          and (r.leased_until is null or r.leased_until < now())
      ) as ready`);
    const [held] = await engine.db.execute<{ until: string | null }>(
      sql`select held_until as until from mail_account where id = ${account.id}`,
    );
    if (row?.ready && Number(held?.until ?? 0) <= engine.clock()) found.push(account.id);
  }
  return found;
}
