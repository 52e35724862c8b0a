import "server-only";
import { and, asc, eq, isNull, lt, lte, notInArray, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { enrollment, funnel, link, mailRequest, message, workspaceSettings } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { whyNever } from "@/lib/mail/may-go";
import { holdAccount } from "./account";
import { LEASE_MS } from "./claim";
import type { Only } from "./deliver";
import type { Engine } from "./engine";
import { isSuppressed } from "./freeze";
import type { Hint } from "./hints";
import { type Contact, lockContact } from "./lock-contact";
import { settle } from "./settle";
import type { Attempt, MailAccount } from "./transport/transport";

type Request = typeof mailRequest.$inferSelect;
type Message = typeof message.$inferSelect;

/** A call takes at most half a lease, so it must begin while that much of the lease is left. */
export const CALL_MS = LEASE_MS / 2;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 600_000;

/** Requests whose answer is missing and which nobody holds. */
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
        eq(mailRequest.state, "open"),
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
 */
export async function attempt(
  engine: Engine,
  account: MailAccount,
  requestId: string,
  { retry, began = engine.clock() }: { retry: boolean; began?: Instant },
): Promise<void> {
  const request = retry ? await take(engine, account, requestId) : await load(engine, requestId);
  const frozen = request?.message.frozen;
  if (!request || !frozen || !account.transport) return;
  // A process that was stopped for a while may have lost the lease: then somebody else makes this call.
  if (engine.clock() - began > engine.leaseMs / 2) return;
  const answer = await account.transport.send(frozen, request.request.idempotencyKey);
  await conclude(engine, account, request.request, request.message, answer);
}

type Loaded = { request: Request; message: Message };

async function load(engine: Engine, requestId: string): Promise<Loaded | null> {
  const [row] = await engine.db
    .select({ request: mailRequest, message })
    .from(mailRequest)
    .innerJoin(
      message,
      and(
        eq(message.workspaceId, mailRequest.workspaceId),
        // By the request's own list: messages have no index on their request.
        eq(message.id, sql`${mailRequest.messageIds}[1]`),
      ),
    )
    .where(eq(mailRequest.id, requestId));
  return row ?? null;
}

/** Takes the lease for a retry. Null when it must not be made, or somebody else has it. */
async function take(engine: Engine, account: MailAccount, requestId: string): Promise<Loaded | null> {
  const found = await load(engine, requestId);
  if (!found?.message.contactId) {
    // Its message or its person was deleted: there is nobody left to tell.
    await engine.db
      .update(mailRequest)
      .set({ state: "unknown", leasedUntil: null, lastError: "The person was deleted." })
      .where(and(eq(mailRequest.id, requestId), eq(mailRequest.state, "open")));
    return null;
  }
  const { workspaceId, contactId } = found.message;
  const hints: Hint[] = [];
  const taken = await engine.db.transaction(async (tx) => {
    const locked = await lockContact(tx, { workspaceId, contactId: contactId ?? "", clock: engine.clock });
    if (!locked) return null;
    const [leased] = await tx
      .update(mailRequest)
      .set({
        leasedUntil: sql`now() + ${engine.leaseMs / 1_000} * interval '1 second'`,
        attempts: sql`${mailRequest.attempts} + 1`,
      })
      .where(
        and(
          eq(mailRequest.id, requestId),
          eq(mailRequest.state, "open"),
          or(isNull(mailRequest.leasedUntil), lt(mailRequest.leasedUntil, sql`now()`)),
        ),
      )
      .returning();
    if (!leased) return null;
    const stop = await whyNot(tx, account, leased, found.message, locked);
    if (stop === "paused") {
      // Looking is no attempt.
      await release(
        tx,
        leased,
        locked.instant + 5_000,
        "The funnel is paused, or all sending is held.",
        leased.attempts - 1,
      );
      return null;
    }
    if (stop) {
      await tx
        .update(mailRequest)
        .set({ state: "unknown", leasedUntil: null, lastError: stop })
        .where(eq(mailRequest.id, requestId));
      hints.push(...(await settle(tx, found.message, { state: "unknown", reason: stop }, locked.instant)));
      return null;
    }
    return { request: leased, message: found.message };
  });
  await engine.hint(hints);
  return taken;
}

async function whyNot(
  tx: Tx,
  account: MailAccount,
  request: Request,
  row: Message,
  { contact, instant }: { contact: Contact; instant: Instant },
): Promise<string | "paused" | null> {
  if (request.accountId !== account.id) {
    return "The account it was handed to is gone, so it may or may not have been sent.";
  }
  const window = account.transport?.dedupeWindowMs ?? 0;
  if (request.firstAttemptAt !== null && instant - request.firstAttemptAt > window) {
    return "The provider did not answer in time, so it may or may not have been sent.";
  }
  const never = whyNever(
    row.kind,
    {
      marketing: contact.marketing,
      suppressed: await isSuppressed(tx, { workspaceId: row.workspaceId, email: contact.email }),
      // Whether they are was looked at when it was claimed, and nobody stops being one.
      customer: true,
    },
    { customers: true },
  );
  if (never !== null) return `It may have been sent before this: ${never}`;
  const [live] = await tx
    .select({ status: funnel.status, heldAt: workspaceSettings.heldAt })
    .from(enrollment)
    .innerJoin(funnel, eq(funnel.id, enrollment.funnelId))
    .innerJoin(workspaceSettings, eq(workspaceSettings.workspaceId, enrollment.workspaceId))
    .where(and(eq(enrollment.workspaceId, row.workspaceId), eq(enrollment.id, row.enrollmentId)));
  return live?.status === "live" && live.heldAt === null ? null : "paused";
}

async function conclude(
  engine: Engine,
  account: MailAccount,
  request: Request,
  row: Message,
  answer: Attempt,
): Promise<void> {
  const hints: Hint[] = [];
  await engine.db.transaction(async (tx) => {
    const locked =
      row.contactId &&
      (await lockContact(tx, {
        workspaceId: row.workspaceId,
        contactId: row.contactId,
        clock: engine.clock,
      }));
    if (!locked) return;
    const { instant } = locked;
    const mine = await stillMine(tx, request);
    // Somebody else has taken it over and may be calling right now. Only an acceptance is true whoever saw it.
    if (!mine && answer.outcome !== "sent") return;
    const close = (state: "sent" | "failed" | "unknown", lastError: string | null) =>
      tx
        .update(mailRequest)
        .set({ state, leasedUntil: null, lastError })
        .where(and(eq(mailRequest.id, request.id), eq(mailRequest.state, "open")));
    const end = async (final: Parameters<typeof settle>[2]) =>
      hints.push(...(await settle(tx, row, final, instant)));
    // An earlier call may have been accepted: then what this one says is no proof that nothing was sent.
    const first = request.attempts === 1;
    switch (answer.outcome) {
      case "sent":
        await close("sent", null);
        await end({ state: "sent", providerId: answer.providerId });
        return;
      case "ambiguous":
        await release(tx, request, instant + backoff(request.attempts), answer.because);
        return;
      case "refused": {
        const state = first ? ("failed" as const) : ("unknown" as const);
        await close(state, answer.because);
        await end({ state, reason: answer.because });
        return;
      }
      case "sender":
        if (first) {
          await close("failed", answer.because);
          await requeue(tx, row, { heldBecause: answer.because });
        } else {
          await close("unknown", answer.because);
          await end({ state: "unknown", reason: answer.because });
        }
        return;
      case "conflict":
        await close("unknown", answer.because);
        await end({ state: "unknown", reason: answer.because });
        return;
      case "later":
      case "account": {
        const holdMs = answer.outcome === "later" ? answer.afterMs : answer.holdMs;
        if (first) {
          await close("failed", answer.because);
          await requeue(tx, row);
        } else {
          await release(tx, request, instant + holdMs, answer.because);
        }
        await holdAccount(tx, account.id, engine.clock() + holdMs, answer.because);
      }
    }
  });
  await engine.hint(hints);
}

/** Whether this is still the latest attempt: each one that takes the lease over counts them up. */
async function stillMine(tx: Tx, request: Request): Promise<boolean> {
  const [row] = await tx
    .select({ attempts: mailRequest.attempts })
    .from(mailRequest)
    .where(and(eq(mailRequest.id, request.id), eq(mailRequest.state, "open")));
  return row?.attempts === request.attempts;
}

/** Definitely not sent: the message is free for a new request, with everything looked at again. */
async function requeue(
  tx: Tx,
  row: Message,
  { heldBecause = null }: { heldBecause?: string | null } = {},
): Promise<void> {
  await tx.delete(link).where(and(eq(link.workspaceId, row.workspaceId), eq(link.messageId, row.id)));
  await tx
    .update(message)
    .set({
      state: heldBecause === null ? "queued" : "held",
      reason: heldBecause,
      refusals: sql`${message.refusals} + 1`,
      requestId: null,
      frozen: null,
      openToken: null,
      unsubscribeToken: null,
    })
    .where(
      and(eq(message.workspaceId, row.workspaceId), eq(message.id, row.id), eq(message.state, "sending")),
    );
}

async function release(
  tx: Tx,
  request: Request,
  nextAttemptAt: Instant,
  because: string,
  attempts = request.attempts,
): Promise<void> {
  await tx
    .update(mailRequest)
    .set({ nextAttemptAt, attempts, leasedUntil: null, lastError: because })
    .where(and(eq(mailRequest.id, request.id), eq(mailRequest.state, "open")));
}

const backoff = (attempts: number): number =>
  Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1));
