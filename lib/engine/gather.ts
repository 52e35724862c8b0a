import "server-only";
import { createHash } from "node:crypto";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { mailRequest, message } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { claim, keyOf, leaseOf } from "./claim";
import { setFree } from "./dissolve";
import type { Engine } from "./engine";
import { isStopped } from "./is-stopped";
import { notToBeMailed } from "./not-to-be-mailed";
import type { Waiting } from "./queue";
import type { MailAccount } from "./transport/transport";

const AT_ONCE = 4;
/** After this part of the lease it goes with whoever has come: there must be time for the call. */
const PATIENCE = 1 / 4;

type Gathered = {
  /** Sealed, its lease taken after `began`; null when nobody came along. */
  requestId: string | null;
  began: Instant;
  /** Messages that got somewhere else: dropped, held or cancelled. */
  aside: number;
  /** Other messages, which go before some of these: the same people's, in the order in which rules count them. */
  first: string[];
};

/**
 * Makes one request of many messages of a workspace. Each is claimed in a transaction of its own, under its own contact's
 * lock, so that nobody's journey waits for more than its own mail; then the request is sealed, and from there on nothing
 * about it changes. If this process dies before that, no call was made, and everybody who came along is set free.
 */
export async function gather(
  engine: Engine,
  account: MailAccount,
  members: readonly Waiting[],
  failed: (engine: Engine, one: Waiting, error: unknown) => Promise<void>,
): Promise<Gathered> {
  const workspaceId = members[0]?.workspaceId ?? "";
  const inOrder = members.toSorted((a, b) => (a.contactId < b.contactId ? -1 : 1));
  const requestId = await open(engine, account, { workspaceId, messageIds: inOrder.map(({ id }) => id) });
  const end = engine.clock() + engine.leaseMs * PATIENCE;
  let aside = 0;
  const first = new Set<string>();
  const rest = inOrder[Symbol.iterator]();
  const worker = async () => {
    for (const one of rest) {
      if (engine.clock() > end) return;
      const { id: messageId, contactId } = one;
      try {
        const done = await claim(engine, account, { workspaceId, messageId, contactId, into: requestId });
        if (done.claimed === "put aside") aside++;
        if (done.claimed === "after") first.add(done.messageId);
      } catch (error) {
        console.error("A mail could not be handled; the others go on.", error);
        await failed(engine, one, error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await leaveBehind(engine, { workspaceId, requestId });
  const began = engine.clock();
  const sealed = await seal(engine, requestId);
  return { requestId: sealed ? requestId : null, began, aside, first: [...first] };
}

async function open(
  engine: Engine,
  account: MailAccount,
  { workspaceId, messageIds }: { workspaceId: string; messageIds: string[] },
): Promise<string> {
  const [made] = await engine.db
    .insert(mailRequest)
    .values({
      workspaceId,
      accountId: account.id,
      idempotencyKey: `gathering-${engine.token()}`,
      messageIds,
      nextAttemptAt: engine.clock(),
      leasedUntil: leaseOf(engine),
    })
    .returning({ id: mailRequest.id });
  if (!made) throw new Error("A request could not be opened.");
  return made.id;
}

type Scope = { workspaceId: string; requestId: string };

/**
 * Gathering takes a while: whoever has unsubscribed or bounced meanwhile stays behind, and so does everybody when sending
 * was stopped. After the first call it is too late.
 */
async function leaveBehind(engine: Engine, { workspaceId, requestId }: Scope): Promise<void> {
  const came = await engine.db
    .select({
      id: message.id,
      workspaceId: message.workspaceId,
      enrollmentId: message.enrollmentId,
      contactId: message.contactId,
    })
    .from(mailRequest)
    .innerJoin(message, sql`${message.id} = any(${mailRequest.messageIds})`)
    .where(
      and(
        eq(mailRequest.workspaceId, workspaceId),
        eq(mailRequest.id, requestId),
        eq(message.workspaceId, workspaceId),
        eq(message.requestId, requestId),
        eq(message.state, "sending"),
      ),
    );
  const [one] = came;
  if (!one) return;
  const stopped = await isStopped(engine.db, one);
  const unwanted = await notToBeMailed(engine.db, { workspaceId, messageIds: came.map(({ id }) => id) });
  for (const { id, contactId } of came) {
    if (!stopped && !unwanted.has(id)) continue;
    await setFree(engine, { workspaceId, requestId, messageId: id, contactId }, { into: "queue" });
  }
}

/** From here on a call may be made, and the same members go under the same key however often. False when nobody is left. */
async function seal(engine: Engine, requestId: string): Promise<boolean> {
  return engine.db.transaction(async (tx) => {
    const mine = and(
      eq(mailRequest.id, requestId),
      eq(mailRequest.state, "open"),
      isNull(mailRequest.firstAttemptAt),
    );
    const [request] = await tx.select().from(mailRequest).where(mine).for("update");
    if (!request) return false;
    const { workspaceId, messageIds } = request;
    const rows = await tx
      .select({
        id: message.id,
        enrollmentId: message.enrollmentId,
        visit: message.visit,
        key: message.key,
        refusals: message.refusals,
      })
      .from(message)
      .where(
        and(
          eq(message.workspaceId, workspaceId),
          inArray(message.id, messageIds),
          eq(message.requestId, requestId),
          eq(message.state, "sending"),
        ),
      );
    if (rows.length === 0) {
      await tx.delete(mailRequest).where(eq(mailRequest.id, requestId));
      return false;
    }
    const members = rows.toSorted((a, b) => messageIds.indexOf(a.id) - messageIds.indexOf(b.id));
    const now = engine.clock();
    await tx
      .update(mailRequest)
      .set({
        idempotencyKey: keyOfAll(members.map(keyOf)),
        messageIds: members.map(({ id }) => id),
        attempts: 1,
        firstAttemptAt: now,
        nextAttemptAt: now,
        leasedUntil: leaseOf(engine),
      })
      .where(eq(mailRequest.id, requestId));
    return true;
  });
}

/** One mail keeps the key it would have by itself; several have one made of all of theirs. */
const keyOfAll = (keys: string[]): string =>
  keys.length === 1
    ? (keys[0] ?? "")
    : `fw-batch-${createHash("sha256").update(keys.join("\n")).digest("hex")}`;
