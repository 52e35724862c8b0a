import "server-only";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { mailRequest, type message } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { whyNever } from "@/lib/mail/may-go";
import { leaseOf } from "./claim";
import { endAsUnknown, release } from "./conclude";
import type { Engine } from "./engine";
import { isSuppressed } from "./freeze";
import type { Hint } from "./hints";
import { isStopped } from "./is-stopped";
import type { Loaded } from "./load-request";
import { type Contact, lockContact } from "./lock-contact";
import { settle } from "./settle";
import type { MailAccount } from "./transport/transport";

type Request = Loaded["request"];
type Message = typeof message.$inferSelect;

/** What stops a retry is looked at again so soon. */
export const LOOK_AGAIN_MS = 5_000;

/**
 * Takes the lease of a request whose answer was lost, for the same call once more. Null when it must not be made any
 * more, or not now, or somebody else has it.
 */
export async function takeForRetry(
  engine: Engine,
  account: MailAccount,
  found: Loaded,
): Promise<Loaded | null> {
  const { request, members } = found;
  const [only] = members;
  if (request.messageIds.length > 1) return takeBatch(engine, account, found);
  if (only?.contactId && only.frozen) return takeOne(engine, account, request, only, only.contactId);
  // Its message or its person was deleted: there is nobody left to tell.
  await engine.db
    .update(mailRequest)
    .set({ state: "unknown", leasedUntil: null, lastError: DELETED })
    .where(and(eq(mailRequest.id, request.id), eq(mailRequest.state, "open")));
  return null;
}

const DELETED = "The person was deleted.";
export const STOPPED = "The funnel is paused, or all sending is held.";

/** One mail: whoever is not to be mailed any more is not asked for again. */
async function takeOne(
  engine: Engine,
  account: MailAccount,
  request: Request,
  row: Message,
  contactId: string,
): Promise<Loaded | null> {
  const hints: Hint[] = [];
  const taken = await engine.db.transaction(async (tx): Promise<Loaded | null> => {
    const locked = await lockContact(tx, {
      workspaceId: row.workspaceId,
      contactId,
      clock: engine.clock,
    });
    const leased = locked && (await lease(engine, tx, request.id));
    if (!leased) return null;
    const stop = tooLate(account, leased, locked.instant) ?? (await mayNotBeMailed(tx, row, locked.contact));
    if (stop) {
      await tx
        .update(mailRequest)
        .set({ state: "unknown", leasedUntil: null, lastError: stop })
        .where(eq(mailRequest.id, request.id));
      hints.push(...(await settle(tx, row, { state: "unknown", reason: stop }, locked.instant)));
      return null;
    }
    if (await isStopped(tx, row)) {
      await lookAgain(tx, leased, locked.instant);
      return null;
    }
    return { request: leased, members: [row] };
  });
  await engine.hint(hints);
  return taken;
}

/** Several: an unclear call is only ever repeated unchanged, or never again. */
async function takeBatch(engine: Engine, account: MailAccount, found: Loaded): Promise<Loaded | null> {
  const leased = await lease(engine, engine.db, found.request.id);
  if (!leased) return null;
  const { messageIds } = leased;
  const now = engine.clock();
  const whole = found.members.length === messageIds.length && found.members.every(({ frozen }) => frozen);
  const loaded = { request: leased, members: found.members };
  const stop =
    tooLate(account, leased, now) ??
    (whole ? null : "Somebody it was for was deleted, so the same call cannot be made again.");
  if (stop) {
    await endAsUnknown(engine, loaded, stop);
    return null;
  }
  const [first] = found.members;
  // All of one funnel.
  if (first && (await isStopped(engine.db, first))) {
    await lookAgain(engine.db, leased, now);
    return null;
  }
  return loaded;
}

async function lease(engine: Engine, db: Db, requestId: string): Promise<Request | null> {
  const [leased] = await db
    .update(mailRequest)
    .set({
      leasedUntil: leaseOf(engine),
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
  return leased ?? null;
}

/** Looking is no attempt. */
const lookAgain = (db: Db, leased: Request, now: Instant) =>
  release(db, leased, {
    nextAttemptAt: now + LOOK_AGAIN_MS,
    attempts: leased.attempts - 1,
    because: STOPPED,
  });

function tooLate(account: MailAccount, request: Request, now: Instant): string | null {
  if (request.accountId !== account.id) {
    return "The account it was handed to is gone, so it may or may not have been sent.";
  }
  const window = account.transport?.dedupeWindowMs ?? 0;
  if (request.firstAttemptAt === null || now - request.firstAttemptAt <= window) return null;
  return "The provider did not answer in time, so it may or may not have been sent.";
}

async function mayNotBeMailed(tx: Tx, row: Message, contact: Contact): Promise<string | null> {
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
  return never === null ? null : `It may have been sent before this: ${never}`;
}
