import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { mailAccount, message } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { ensureAccount } from "./account";
import { attempt, openRequests } from "./attempt";
import { claim } from "./claim";
import type { Engine } from "./engine";
import { gather } from "./gather";
import { nextWaiting, type Only, type Waiting, waitingBy } from "./queue";
import { isHeldFor } from "./take-turn";
import type { MailAccount } from "./transport/transport";

const MOST_REQUESTS = 40;
const AT_ONCE = 8;
/** So many while people wait for their turn to go on: they come first, and their mail has its turn before it is late. */
const AT_ONCE_BEHIND = 3;
/** From here on people wait: longer than a hint and a busy moment take. */
const BEHIND_MS = 5_000;
/** Requests of a hundred at once: while one is on its way, others are made ready. */
const BATCHES_AT_ONCE = 3;
/** More than the account clears in so many seconds, one by one, is a backlog: then they share requests. */
const SOON_S = 2;

export type Delivered = {
  /** Messages and requests that got somewhere. */
  worked: number;
  /** The account may not be used for so long, in milliseconds; null when it may. */
  waitMs: number | null;
};

/**
 * Sends what is ready on one account until nothing is left or the budget is used up: first requests whose answer was
 * lost, then queued messages, workspace by workspace. Bounded, so that a step of the durable engine stays short.
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
    const after = only ? null : await setBusy(engine, account, engine.clock() + BUSY_MS);
    const heldMs = account.transport ? await isHeldFor(engine, account) : null;
    const { jobs, atOnce } =
      heldMs === null ? await ready(engine, account, { only, after }) : { jobs: [], atOnce: 0 };
    const round = await runJobs(engine, jobs, { atOnce, end });
    worked += round.worked;
    if (!only && round.last !== null) await setLast(engine, account, round.last);
    const waitMs = heldMs ?? round.heldMs;
    if (waitMs !== null || round.worked === 0 || engine.clock() >= end) {
      if (!only) await setBusy(engine, account, null);
      return { worked, waitMs };
    }
  }
}

/** So that the sweep does not ring for what is being done; a killed process is believed dead after this long. */
const BUSY_MS = 10_000;

/** Answers whose turn it was last. */
async function setBusy(engine: Engine, account: MailAccount, until: Instant | null): Promise<string | null> {
  const [row] = await engine.db
    .update(mailAccount)
    .set({ busyUntil: until })
    .where(eq(mailAccount.id, account.id))
    .returning({ last: mailAccount.lastWorkspaceId });
  return row?.last ?? null;
}

async function setLast(engine: Engine, account: MailAccount, workspaceId: string): Promise<void> {
  await engine.db
    .update(mailAccount)
    .set({ lastWorkspaceId: workspaceId })
    .where(eq(mailAccount.id, account.id));
}

/** Whether it got anywhere, and how long the account is held if that is what stood in the way. */
type Done = { worked: boolean; heldMs: number | null };

/** One that throws is noted and keeps nobody else waiting. */
type Job = {
  /** Whose turn it is, for jobs that take turns. */
  workspaceId: string | null;
  work: () => Promise<Done>;
  failed: (error: unknown) => Promise<void>;
};

async function ready(
  engine: Engine,
  account: MailAccount,
  { only, after }: { only: Only | undefined; after: string | null },
): Promise<{ jobs: Job[]; atOnce: number }> {
  const now = engine.clock();
  const open = await openRequests(engine, account, { now, limit: MOST_REQUESTS, only });
  const waiting = await nextWaiting(engine, account, { now, only, after });
  const backlog = account.transport?.sendBatch && waiting.length > account.perSecond * SOON_S;
  const groups = backlog ? together(waiting) : waiting.map((one) => [one]);
  const retries = open.map(
    (requestId): Job => ({
      workspaceId: null,
      async work() {
        return { worked: true, heldMs: await attempt(engine, account, requestId, { retry: true }) };
      },
      // Its lease keeps it from being tried again at once.
      failed: async () => {},
    }),
  );
  return {
    jobs: [...retries, ...groups.map((members) => sendJob(engine, account, members))],
    atOnce: backlog ? BATCHES_AT_ONCE : engine.lag.at(now) > BEHIND_MS ? AT_ONCE_BEHIND : AT_ONCE,
  };
}

/**
 * Who shares a request: mail of one funnel, because a funnel that is paused must stop its requests and no others. In the
 * order of whoever of them comes first.
 */
function together(waiting: readonly Waiting[]): Waiting[][] {
  const groups = new Map<string, Waiting[]>();
  for (const one of waiting) {
    const group = one.alone || one.funnelId === null ? one.id : one.funnelId;
    groups.set(group, [...(groups.get(group) ?? []), one]);
  }
  return [...groups.values()];
}

function sendJob(engine: Engine, account: MailAccount, members: Waiting[]): Job {
  const [first] = members;
  if (!first) throw new Error("Nobody to send to.");
  const { workspaceId } = first;
  const failed = (error: unknown) => putBack(engine, first, error);
  if (members.length === 1) return { workspaceId, failed, work: () => sendOne(engine, account, first) };
  // What was gathered is set free when its lease is over.
  return { workspaceId, failed: async () => {}, work: () => sendTogether(engine, account, members) };
}

async function sendOne(engine: Engine, account: MailAccount, waiting: Waiting): Promise<Done> {
  const began = engine.clock();
  const { workspaceId, contactId } = waiting;
  const take = (messageId: string) => claim(engine, account, { workspaceId, messageId, contactId });
  let claimed = await take(waiting.id);
  // Another of this contact's goes first; should yet another have come, it is looked at in the next round.
  if (claimed.claimed === "after") {
    const { messageId } = claimed;
    claimed = await take(messageId).catch(async (error) => {
      await putBack(engine, { ...waiting, id: messageId }, error);
      return { claimed: "no" as const };
    });
  }
  if (claimed.claimed !== "request") return { worked: claimed.claimed !== "no", heldMs: null };
  const heldMs = await attempt(engine, account, claimed.requestId, { retry: false, began });
  return { worked: true, heldMs };
}

/** `again`: whether those that others must go before are sent right behind, in a request of theirs. */
async function sendTogether(
  engine: Engine,
  account: MailAccount,
  members: Waiting[],
  again = true,
): Promise<Done> {
  const { requestId, began, aside, first } = await gather(engine, account, members, putBack);
  const done: Done = { worked: aside > 0 || requestId !== null, heldMs: null };
  if (requestId) done.heldMs = await attempt(engine, account, requestId, { retry: false, began });
  if (!again || first.length === 0) return done;
  const workspaceId = members[0]?.workspaceId ?? "";
  for (const group of together(await waitingBy(engine, { workspaceId, messageIds: first }))) {
    if (done.heldMs !== null) break;
    const [only, ...more] = group;
    if (!only) continue;
    const next = await (more.length > 0
      ? sendTogether(engine, account, group, false)
      : sendOne(engine, account, only));
    done.worked ||= next.worked;
    done.heldMs = next.heldMs;
  }
  return done;
}

async function runJobs(
  engine: Engine,
  jobs: Job[],
  { atOnce, end }: { atOnce: number; end: Instant },
): Promise<{ worked: number; heldMs: number | null; last: string | null }> {
  let worked = 0;
  let heldMs: number | null = null;
  /** Whose turn was the last that came: whoever is listed behind comes first next time. */
  let last: string | null = null;
  const seen = new Set<string>();
  const rest = jobs[Symbol.iterator]();
  const worker = async () => {
    for (const job of rest) {
      if (heldMs !== null || engine.clock() >= end) return;
      if (job.workspaceId !== null && !seen.has(job.workspaceId)) {
        seen.add(job.workspaceId);
        last = job.workspaceId;
      }
      try {
        const done = await job.work();
        if (done.worked) worked++;
        heldMs ??= done.heldMs;
      } catch (error) {
        console.error("A mail could not be handled; the others go on.", error);
        await job.failed(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, jobs.length) }, worker));
  return { worked, heldMs, last };
}

/** How often a mail that cannot even be made ready is tried before a person has to look at it. */
const MOST_FAILURES = 5;
const FIRST_PAUSE_MS = 10_000;

/** Puts aside a mail that could not be made ready: tried again later, and held for a person after five times. */
async function putBack(engine: Engine, { workspaceId, id }: Waiting, error: unknown): Promise<void> {
  const because = error instanceof Error ? error.message : String(error);
  await engine.db
    .update(message)
    .set({
      failures: sql`${message.failures} + 1`,
      notBefore: sql`${engine.clock()}::bigint + ${FIRST_PAUSE_MS}::bigint * (1 << least(${message.failures}, 10))`,
      state: sql`case when ${message.failures} + 1 >= ${MOST_FAILURES} then 'held' else 'queued' end`,
      reason: `It could not be made ready: ${because.slice(0, 300)}`,
    })
    .where(and(eq(message.workspaceId, workspaceId), eq(message.id, id), eq(message.state, "queued")));
}

/** Accounts that have something to do now: for the sweep. */
export async function accountsWithWork(engine: Engine): Promise<string[]> {
  const now = engine.clock();
  const found: string[] = [];
  for (const account of engine.accounts) {
    const [state] = await engine.db.select().from(mailAccount).where(eq(mailAccount.id, account.id));
    if (Math.max(state?.heldUntil ?? 0, state?.busyUntil ?? 0) > now) continue;
    const open = await openRequests(engine, account, { now, limit: 1 });
    const waiting =
      open.length > 0 ||
      (await nextWaiting(engine, account, { now, after: null, perTurn: 1, most: 1 })).length;
    if (waiting) found.push(account.id);
  }
  return found;
}
