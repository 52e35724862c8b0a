import "server-only";
import { and, eq } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { mailRequest, type message } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { dissolve, type Into, requeue } from "./dissolve";
import type { Engine } from "./engine";
import type { Hint } from "./hints";
import type { Loaded } from "./load-request";
import { lockContact } from "./lock-contact";
import { confirmSent, settle } from "./settle";
import type { BatchAttempt } from "./transport/transport";

type Request = Loaded["request"];
type Message = typeof message.$inferSelect;

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 600_000;
const AT_ONCE = 4;

/** Writes what came of a call, for the request and for everything it carried. */
export async function conclude(engine: Engine, loaded: Loaded, answer: BatchAttempt): Promise<void> {
  const { request } = loaded;
  if (answer.outcome === "sent") {
    const ids = new Map(loaded.members.map(({ id }, at) => [id, answer.providerIds[at] ?? null]));
    return settleAll(engine, loaded, { state: "sent", error: null }, (tx, row, instant) =>
      confirmSent(tx, row, ids.get(row.id) ?? null, instant),
    );
  }
  const { because } = answer;
  // An earlier call may have been accepted: then what this one says is no proof that nothing was sent.
  const first = request.attempts === 1;
  const later = (ms: number) =>
    release(engine.db, request, { nextAttemptAt: engine.clock() + ms, attempts: request.attempts, because });
  switch (answer.outcome) {
    case "ambiguous":
      return later(backoff(request.attempts));
    case "later":
      return first ? notSent(engine, loaded, "queue", because) : later(answer.afterMs);
    case "account":
      return first ? notSent(engine, loaded, "queue", because) : later(answer.holdMs);
    case "sender":
      return first ? notSent(engine, loaded, "held", because) : endAsUnknown(engine, loaded, because);
    case "refused":
      if (!first) return endAsUnknown(engine, loaded, because);
      // Nobody says whose fault it was: each goes by itself, and the bad one fails alone.
      if (loaded.members.length > 1) return notSent(engine, loaded, "singles", because);
      return settleAll(engine, loaded, { state: "failed", error: because }, (tx, row, instant) =>
        settle(tx, row, { state: "failed", reason: because }, instant),
      );
    case "conflict":
      return endAsUnknown(engine, loaded, because);
  }
}

/** Nobody knows and nobody will be asked again: the provider, the reader or a person may still tell. */
export async function endAsUnknown(engine: Engine, loaded: Loaded, because: string): Promise<void> {
  return settleAll(engine, loaded, { state: "unknown", error: because }, (tx, row, instant) =>
    settle(tx, row, { state: "unknown", reason: because }, instant),
  );
}

/** Definitely not sent: what it carried is free again. One mail in one transaction, several one after the other. */
async function notSent(engine: Engine, loaded: Loaded, into: Into, because: string): Promise<void> {
  const { request, members } = loaded;
  const [only] = members;
  if (!only || members.length > 1) return dissolve(engine, request, { into, because });
  return settleAll(engine, loaded, { state: "failed", error: because }, async (tx, row, now) => {
    const one = { workspaceId: row.workspaceId, requestId: request.id, messageId: row.id };
    await requeue(tx, one, { into, because, now });
    return [];
  });
}

type Closing = { state: "sent" | "failed" | "unknown"; error: string | null };

/**
 * Does something with every message, each under its own contact's lock, and closes the request with the last: a process
 * that dies in between leaves it open, and the same call is made again.
 */
async function settleAll(
  engine: Engine,
  { request, members }: Loaded,
  closing: Closing,
  work: (tx: Tx, row: Message, instant: Instant) => Promise<Hint[]>,
): Promise<void> {
  const hints: Hint[] = [];
  const one = async (row: Message | undefined, last: boolean) => {
    const contactId = row?.contactId;
    await engine.db.transaction(async (tx) => {
      const locked =
        row && contactId
          ? await lockContact(tx, { workspaceId: row.workspaceId, contactId, clock: engine.clock })
          : null;
      // Only an acceptance is true whoever saw it.
      if (closing.state !== "sent" && !(await isMine(tx, request))) return;
      if (row && locked) hints.push(...(await work(tx, row, locked.instant)));
      if (last) await close(tx, request, closing);
    });
  };
  const rest = members.slice(0, -1)[Symbol.iterator]();
  const worker = async () => {
    for (const row of rest) await one(row, false);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, members.length - 1) }, worker));
  await one(members.at(-1), true);
  await engine.hint(hints);
}

async function close(tx: Tx, request: Request, { state, error }: Closing): Promise<void> {
  await tx
    .update(mailRequest)
    .set({ state, leasedUntil: null, lastError: error })
    .where(and(eq(mailRequest.id, request.id), eq(mailRequest.state, "open")));
}

/**
 * Whether nobody has taken the request over, who may be calling right now: each attempt that takes the lease counts them
 * up. Nobody can until the transaction ends.
 */
async function isMine(tx: Tx, request: Request): Promise<boolean> {
  const [row] = await tx
    .select({ attempts: mailRequest.attempts })
    .from(mailRequest)
    .where(and(eq(mailRequest.id, request.id), eq(mailRequest.state, "open")))
    .for("share");
  return row?.attempts === request.attempts;
}

/** Gives the lease back for another attempt later, if it is still ours. */
export async function release(
  db: Db,
  request: Request,
  { nextAttemptAt, attempts, because }: { nextAttemptAt: Instant; attempts: number; because: string },
): Promise<void> {
  await db
    .update(mailRequest)
    .set({ nextAttemptAt, attempts, leasedUntil: null, lastError: because })
    .where(
      and(
        eq(mailRequest.id, request.id),
        eq(mailRequest.state, "open"),
        eq(mailRequest.attempts, request.attempts),
      ),
    );
}

const backoff = (attempts: number): number =>
  Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1));
