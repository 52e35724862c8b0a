import "server-only";
import { and, asc, eq, inArray, isNull, lt, lte, notInArray, or, sql } from "drizzle-orm";
import { mailRequest } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { noteAnswer } from "./breaker";
import { LEASE_MS } from "./claim";
import { conclude, release } from "./conclude";
import { dissolve, finishDissolving } from "./dissolve";
import type { Engine } from "./engine";
import { isStopped } from "./is-stopped";
import { type Loaded, loadRequest } from "./load-request";
import { notToBeMailed } from "./not-to-be-mailed";
import type { Only } from "./queue";
import { LOOK_AGAIN_MS, STOPPED, takeForRetry } from "./take-for-retry";
import { takeTurn } from "./take-turn";
import type { BatchAttempt, MailAccount, Transport } from "./transport/transport";

/** A call takes at most half a lease, so it must begin while that much of the lease is left. */
export const CALL_MS = LEASE_MS / 2;

/**
 * Whether sending was stopped, and who may be mailed, was looked at with the lease. A slow account's next turn can be many
 * seconds away: after this long it is looked at once more, or what was stopped would still go out for as long as a lease
 * lasts, and to people who have unsubscribed.
 */
const STILL_TRUE_MS = 1_000;

const LEFT_MEANWHILE = "Somebody it was for has unsubscribed, or their address has bounced, meanwhile.";

/** Requests whose answer is missing, or that were left half done, and which nobody holds. */
export async function openRequests(
  engine: Engine,
  account: MailAccount,
  { now, limit, only }: { now: Instant; limit: number; only?: Only | undefined },
): Promise<string[]> {
  const rows = await engine.db
    .select({ id: mailRequest.id })
    .from(mailRequest)
    .where(
      and(
        inArray(mailRequest.state, ["open", "dissolving"]),
        // Also those of an account that was taken away: nobody else will ever close them.
        or(
          eq(mailRequest.accountId, account.id),
          notInArray(
            mailRequest.accountId,
            engine.accounts.map(({ id }) => id),
          ),
        ),
        lte(mailRequest.nextAttemptAt, now),
        or(isNull(mailRequest.leasedUntil), lt(mailRequest.leasedUntil, sql`now()`)),
        only && eq(mailRequest.workspaceId, only.workspaceId),
      ),
    )
    .orderBy(asc(mailRequest.nextAttemptAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/**
 * Makes one call for a request and writes what came of it. A retry is the same key and the same bytes; whether it
 * may still be made is looked at first. `began`: before whoever calls took the lease, when they have it already.
 * Answers how long the account is held if that is why no call was made; null otherwise.
 */
export async function attempt(
  engine: Engine,
  account: MailAccount,
  requestId: string,
  { retry, began = engine.clock() }: { retry: boolean; began?: Instant },
): Promise<number | null> {
  const found = await loadRequest(engine.db, requestId);
  if (!found) return null;
  if (found.request.firstAttemptAt === null || found.request.state === "dissolving") {
    await finishDissolving(engine, requestId);
    return null;
  }
  const loaded = retry ? await takeForRetry(engine, account, found) : found;
  // The test inbox comes here for what an account that was taken away has left: there is nobody to call.
  if (!loaded || !account.transport) return null;
  // A process that was stopped for a while may have lost the lease: then somebody else makes this call.
  const tooLate = () => engine.clock() - began > engine.leaseMs / 2;
  if (tooLate()) return null;
  const turn = await takeTurn(engine, account);
  if (turn.heldMs !== null) {
    const because = "The account may not be used at the moment.";
    await putOff(engine, loaded, { retry, forMs: turn.heldMs, because });
    return turn.heldMs;
  }
  const stop = engine.clock() - began > STILL_TRUE_MS ? await whyNotAfterAll(engine, loaded, retry) : null;
  if (stop !== null) {
    await putOff(engine, loaded, { retry, forMs: LOOK_AGAIN_MS, because: stop });
    return null;
  }
  if (tooLate()) return null;
  const answer = await call(account.transport, loaded);
  await conclude(engine, loaded, answer);
  await noteAnswer(engine, account, answer);
  return null;
}

/** Why this call is not made now although it was made ready; null when it is. */
async function whyNotAfterAll(
  { db }: Engine,
  { request, members }: Loaded,
  retry: boolean,
): Promise<string | null> {
  const [first] = members;
  // All of one funnel, so the first speaks for all.
  if (first && (await isStopped(db, first))) return STOPPED;
  // An unclear call to several is only ever repeated unchanged.
  if (retry && members.length > 1) return null;
  const { workspaceId, messageIds } = request;
  return (await notToBeMailed(db, { workspaceId, messageIds })).size > 0 ? LEFT_MEANWHILE : null;
}

async function call(
  transport: Transport,
  { request: { idempotencyKey }, members }: Loaded,
): Promise<BatchAttempt> {
  const mails = members.flatMap(({ frozen }) => frozen ?? []);
  const [only] = mails;
  if (!only) throw new Error("A request carries nothing.");
  if (mails.length > 1) {
    if (!transport.sendBatch) throw new Error("This account cannot send several mails in one call.");
    return transport.sendBatch(mails, idempotencyKey);
  }
  const answer = await transport.send(only, idempotencyKey);
  return answer.outcome === "sent" ? { ...answer, providerIds: [answer.providerId] } : answer;
}

/** No call was made: what was never tried is free again, and looking is no attempt. */
async function putOff(
  engine: Engine,
  { request }: Loaded,
  { retry, forMs, because }: { retry: boolean; forMs: number; because: string },
): Promise<void> {
  if (!retry) return dissolve(engine, request, { into: "queue", because });
  await release(engine.db, request, {
    nextAttemptAt: engine.clock() + forMs,
    attempts: request.attempts - 1,
    because: request.lastError ?? because,
  });
}
