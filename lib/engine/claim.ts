import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { enrollment, funnel, mailRequest, message } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { mayGo } from "@/lib/mail/may-go";
import type { Engine } from "./engine";
import { freeze, isSuppressed, type Settings, settingsOf } from "./freeze";
import type { Hint } from "./hints";
import { type Contact, lockContact } from "./lock-contact";
import { settle } from "./settle";
import type { MailAccount } from "./transport/transport";

/** What is later than this goes out only if a person says so. */
export const MOST_LATE_MS = 24 * 3_600_000;

/** `leaseMs` of the app's engine: twice what a call to a provider may take. */
export const LEASE_MS = 30_000;

type Row = typeof message.$inferSelect;

export type Claimed =
  /** It is left as it was: no longer queued, paused, or its enrollment must advance first. */
  | { claimed: "no" }
  /** It will not leave by itself: it was dropped, cancelled or held. */
  | { claimed: "put aside" }
  /** Delivered within the transaction: the test inbox. */
  | { claimed: "kept" }
  | { claimed: "request"; requestId: string };

/**
 * Takes one queued message and makes it ready to leave, in one transaction under its contact's lock. Every reason
 * not to send is looked at here, last of all whether the person may be mailed.
 */
export async function claim(
  engine: Engine,
  account: MailAccount,
  { workspaceId, messageId, contactId }: { workspaceId: string; messageId: string; contactId: string },
): Promise<Claimed> {
  const hints: Hint[] = [];
  const claimed = await engine.db.transaction(async (tx): Promise<Claimed> => {
    const locked = await lockContact(tx, { workspaceId, contactId, clock: engine.clock });
    const found = locked && (await find(tx, workspaceId, messageId));
    if (!locked || found?.message.state !== "queued") return { claimed: "no" };
    const { message: row, enrollment: enrolled } = found;
    // A test goes on whatever its funnel does, and leaves the building by no account.
    if (enrolled.test ? account.transport : found.status !== "live") return { claimed: "no" };
    if (enrolled.status !== "active" || enrolled.visit !== row.visit) {
      await cancel(tx, row, locked.instant);
      return { claimed: "put aside" };
    }
    // What it has not looked at yet may cancel this mail: it must advance first.
    if (enrolled.dueAt !== null && enrolled.dueAt <= locked.instant) return { claimed: "no" };
    if (locked.instant - row.dueAt > MOST_LATE_MS && row.lateAllowed === null && !enrolled.test) {
      await hold(tx, row, "It is more than a day late.");
      return { claimed: "put aside" };
    }
    const [settings, suppressed] = await Promise.all([
      settingsOf(tx, workspaceId),
      isSuppressed(tx, { workspaceId, email: locked.contact.email }),
    ]);
    const going = mayGo(row.kind, {
      marketing: locked.contact.marketing,
      suppressed: suppressed && !enrolled.test,
    });
    if (going.may === "drop") {
      hints.push(...(await settle(tx, row, { state: "dropped", reason: going.because }, locked.instant)));
      return { claimed: "put aside" };
    }
    // Publish asked for it, but it may have been emptied since.
    if (row.kind === "marketing" && !enrolled.test && !settings.postalAddress.trim()) {
      await hold(
        tx,
        row,
        "The workspace has no postal address, and marketing email must carry it. Add it in Settings.",
      );
      return { claimed: "put aside" };
    }
    return leave(tx, engine, account, { ...found, settings }, locked, hints);
  });
  await engine.hint(hints);
  return claimed;
}

type Leaving = { message: Row; enrollment: typeof enrollment.$inferSelect; settings: Settings };

async function leave(
  tx: Tx,
  engine: Engine,
  account: MailAccount,
  { message: row, enrollment: enrolled, settings }: Leaving,
  { contact, instant }: { contact: Contact; instant: Instant },
  hints: Hint[],
): Promise<Claimed> {
  const frozen = await freeze(tx, engine, row, { enrolled, person: contact, settings });
  const [request] = account.transport
    ? await tx
        .insert(mailRequest)
        .values({
          workspaceId: row.workspaceId,
          accountId: account.id,
          // Made from what is sent, not at random: after a backup was restored, the provider still knows it.
          idempotencyKey: `fw-${row.enrollmentId}-${row.visit}-${row.key}-${row.refusals}`,
          messageIds: [row.id],
          attempts: 1,
          firstAttemptAt: instant,
          nextAttemptAt: instant,
          leasedUntil: sql`now() + ${engine.leaseMs / 1_000} * interval '1 second'`,
        })
        .returning({ id: mailRequest.id })
    : [];
  const sending = tx
    .update(message)
    .set({
      state: "sending",
      requestId: request?.id ?? null,
      frozen: frozen.mail,
      openToken: frozen.openToken,
      unsubscribeToken: frozen.unsubscribeToken,
    })
    .where(and(eq(message.workspaceId, row.workspaceId), eq(message.id, row.id)));
  await Promise.all([sending, ...frozen.links]);
  if (request) return { claimed: "request", requestId: request.id };
  // In the test inbox, kept is delivered: no call, so nothing that could be lost between two transactions.
  hints.push(...(await settle(tx, row, { state: "sent", providerId: row.id }, instant)));
  return { claimed: "kept" };
}

async function find(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select({ message, enrollment, status: funnel.status })
    .from(message)
    .innerJoin(
      enrollment,
      and(eq(enrollment.workspaceId, message.workspaceId), eq(enrollment.id, message.enrollmentId)),
    )
    .innerJoin(
      funnel,
      and(eq(funnel.workspaceId, enrollment.workspaceId), eq(funnel.id, enrollment.funnelId)),
    )
    .where(and(eq(message.workspaceId, workspaceId), eq(message.id, id)))
    .for("update", { of: message });
  return row;
}

async function cancel(tx: Tx, row: Row, instant: Instant): Promise<void> {
  await tx
    .update(message)
    .set({ state: "cancelled", reason: "They had moved on before it was sent.", settledAt: instant })
    .where(and(eq(message.workspaceId, row.workspaceId), eq(message.id, row.id)));
}

async function hold(tx: Tx, row: Row, because: string): Promise<void> {
  await tx
    .update(message)
    .set({ state: "held", reason: because })
    .where(and(eq(message.workspaceId, row.workspaceId), eq(message.id, row.id)));
}
