import "server-only";
import { and, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { link, mailRequest, message } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { askAgain } from "./ask-again";
import { leaseOf } from "./claim";
import type { Engine } from "./engine";
import { lockContact } from "./lock-contact";
import { presentWords } from "./new-words";

type Request = typeof mailRequest.$inferSelect;
export type Into = NonNullable<Request["dissolvesInto"]>;

/**
 * Definitely not sent: the message is free for a new request, with everything looked at again and in the words of the version
 * that its person walks by now; or held for a person, with the reason. The contact's lock must be held.
 */
export async function requeue(
  tx: Tx,
  { workspaceId, requestId, messageId }: { workspaceId: string; requestId: string; messageId: string },
  { into, because = null, now }: { into: Into; because?: string | null; now: Instant },
): Promise<void> {
  const freed = await tx
    .update(message)
    .set({
      state: into === "held" ? "held" : "queued",
      reason: into === "held" ? because : null,
      heldBy: null,
      refusals: sql`${message.refusals} + 1`,
      requestId: null,
      frozen: null,
      openToken: null,
      unsubscribeToken: null,
      ...(into === "singles" ? { alone: true } : {}),
    })
    .where(
      and(
        eq(message.workspaceId, workspaceId),
        eq(message.id, messageId),
        eq(message.requestId, requestId),
        eq(message.state, "sending"),
      ),
    )
    .returning();
  const [one] = freed;
  if (!one) return;
  const words = await presentWords(tx, one);
  if (words) {
    await tx
      .update(message)
      .set(words)
      .where(and(eq(message.workspaceId, workspaceId), eq(message.id, messageId)));
  }
  // It counted while it was on its way.
  if (one.contactId !== null) await askAgain(tx, { workspaceId, contactId: one.contactId }, now);
  await tx.delete(link).where(and(eq(link.workspaceId, workspaceId), eq(link.messageId, messageId)));
}

/** The same, in a transaction of its own under the contact's lock. */
export async function setFree(
  engine: Engine,
  one: { workspaceId: string; requestId: string; messageId: string; contactId: string | null },
  how: { into: Into; because?: string | null },
): Promise<void> {
  const { workspaceId, contactId } = one;
  if (contactId === null) return;
  await engine.db.transaction(async (tx) => {
    const locked = await lockContact(tx, { workspaceId, contactId, clock: engine.clock });
    if (locked) await requeue(tx, one, { ...how, now: locked.instant });
  });
}

/**
 * Ends a request that was definitely not sent, and was called by us last: it is never called again, and what it carried
 * is set free. The mark comes first, so that a crash in between cannot send the one part again while the other is free.
 */
export async function dissolve(
  engine: Engine,
  request: Request,
  { into, because }: { into: Into; because: string },
): Promise<void> {
  const [mine] = await engine.db
    .update(mailRequest)
    .set({ state: "dissolving", dissolvesInto: into, lastError: because, leasedUntil: leaseOf(engine) })
    .where(
      and(
        eq(mailRequest.id, request.id),
        eq(mailRequest.state, "open"),
        // Each attempt that takes the lease over counts them up: then somebody else may be calling right now.
        eq(mailRequest.attempts, request.attempts),
      ),
    )
    .returning();
  if (mine) await finish(engine, mine);
}

/** Takes over what a process that has died left half done: a request that was never called, or was dissolving. */
export async function finishDissolving(engine: Engine, requestId: string): Promise<void> {
  const [mine] = await engine.db
    .update(mailRequest)
    .set({
      state: "dissolving",
      dissolvesInto: sql`coalesce(${mailRequest.dissolvesInto}, 'queue')`,
      leasedUntil: leaseOf(engine),
    })
    .where(
      and(
        eq(mailRequest.id, requestId),
        or(
          eq(mailRequest.state, "dissolving"),
          and(eq(mailRequest.state, "open"), isNull(mailRequest.firstAttemptAt)),
        ),
        or(isNull(mailRequest.leasedUntil), lt(mailRequest.leasedUntil, sql`now()`)),
      ),
    )
    .returning();
  if (mine) await finish(engine, mine);
}

async function finish(engine: Engine, request: Request): Promise<void> {
  const { workspaceId, id: requestId } = request;
  const members = await engine.db
    .select({ id: message.id, contactId: message.contactId })
    .from(message)
    .where(
      and(
        eq(message.workspaceId, workspaceId),
        inArray(message.id, request.messageIds),
        eq(message.requestId, requestId),
        eq(message.state, "sending"),
      ),
    );
  for (const { id, contactId } of members) {
    await setFree(
      engine,
      { workspaceId, requestId, messageId: id, contactId },
      { into: request.dissolvesInto ?? "queue", because: request.lastError },
    );
  }
  const mine = and(eq(mailRequest.id, requestId), eq(mailRequest.state, "dissolving"));
  if (request.firstAttemptAt === null) await engine.db.delete(mailRequest).where(mine);
  else await engine.db.update(mailRequest).set({ state: "failed", leasedUntil: null }).where(mine);
}
