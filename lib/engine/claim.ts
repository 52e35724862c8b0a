import "server-only";
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { remembered } from "@/db/remembered";
import { enrollment, funnel, mailRequest, message } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import type { Engine } from "./engine";
import { firstInLine } from "./first-in-line";
import { freeze, type Settings, settingsOf } from "./freeze";
import { goingOf, type PutOff } from "./going";
import type { Hint } from "./hints";
import { type Contact, lockContact } from "./lock-contact";
import { type Made, settle } from "./settle";
import type { MailAccount } from "./transport/transport";

/** `leaseMs` of the app's engine: twice what a call to a provider may take. */
export const LEASE_MS = 30_000;

/** Until when a lease taken now is held, by the database's clock. */
export const leaseOf = ({ leaseMs }: Engine): SQL => sql`now() + ${leaseMs / 1_000} * interval '1 second'`;

type Row = typeof message.$inferSelect;

export type Claimed =
  /** It is left as it was: no longer queued, paused, or its enrollment must advance first. */
  | { claimed: "no" }
  /** It does not leave now: it was dropped, cancelled, held for a person, or put off until the rules let it go. */
  | { claimed: "put aside" }
  /** It is left as it was, because this other mail to the same contact goes first. */
  | { claimed: "after"; messageId: string }
  /** Delivered within the transaction: the test inbox. */
  | { claimed: "kept" }
  | { claimed: "request"; requestId: string };

export type Claiming = {
  workspaceId: string;
  messageId: string;
  contactId: string;
  /** The request that gathers it, for a message that goes with others; otherwise it gets one of its own. */
  into?: string | null;
};

/**
 * Takes one queued message and makes it ready to leave, in one transaction under its contact's lock. Every reason
 * not to send is looked at here, last of all whether the person may be mailed.
 */
export async function claim(
  engine: Engine,
  account: MailAccount,
  { workspaceId, messageId, contactId, into = null }: Claiming,
): Promise<Claimed> {
  const hints: Hint[] = [];
  const claimed = await engine.db.transaction(async (tx): Promise<Claimed> => {
    const locked = await lockContact(tx, { workspaceId, contactId, clock: engine.clock });
    if (!locked) return { claimed: "no" };
    const settings = await settingsOf(tx, workspaceId);
    const [found] = await finding(tx, { workspaceId, messageId });
    if (found?.message.state !== "queued") return { claimed: "no" };
    const { message: row, enrollment: enrolled } = found;
    if (settings.heldAt !== null && !enrolled.test) return { claimed: "no" };
    // A test goes on whatever its funnel does, and leaves the building by no account.
    if (enrolled.test ? account.transport : found.status !== "live") return { claimed: "no" };
    if (enrolled.status !== "active" || enrolled.visit !== row.visit) {
      await cancel(tx, row, locked.instant);
      return { claimed: "put aside" };
    }
    // What it has not looked at yet may cancel this mail: it must advance first.
    if (enrolled.dueAt !== null && enrolled.dueAt <= locked.instant) return { claimed: "no" };
    const first = await firstInLine(tx, settings, row, locked.instant);
    if (first !== row.id) return { claimed: "after", messageId: first };
    const going = await goingOf(tx, { ...found, contact: locked.contact, settings }, locked.instant);
    if (going.may === "drop") {
      hints.push(...(await settle(tx, row, { state: "dropped", reason: going.because }, locked.instant)));
      return { claimed: "put aside" };
    }
    if (going.may !== "go") {
      await (going.may === "ask" ? hold(tx, row, going.because) : putOff(tx, row, going));
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
    if (into !== null && !(await stillGathers(tx, into))) return { claimed: "no" };
    return leave(tx, engine, account, { ...found, settings, into }, locked, hints);
  });
  await engine.hint(hints);
  return claimed;
}

/** Whoever gathers may have been stopped for so long that somebody else has set free what was gathered. */
async function stillGathers(tx: Tx, requestId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: mailRequest.id })
    .from(mailRequest)
    .where(
      and(eq(mailRequest.id, requestId), eq(mailRequest.state, "open"), isNull(mailRequest.firstAttemptAt)),
    )
    .for("share");
  return row !== undefined;
}

type Leaving = {
  message: Row;
  enrollment: typeof enrollment.$inferSelect;
  settings: Settings;
  into: string | null;
};

/** Made from what is sent, not at random: after a backup was restored, the provider still knows it. */
export const keyOf = (row: Pick<Row, "enrollmentId" | "visit" | "key" | "refusals">): string =>
  `fw-${row.enrollmentId}-${row.visit}-${row.key}-${row.refusals}`;

async function leave(
  tx: Tx,
  engine: Engine,
  account: MailAccount,
  { message: row, enrollment: enrolled, settings, into }: Leaving,
  { contact, instant }: { contact: Contact; instant: Instant },
  hints: Hint[],
): Promise<Claimed> {
  const frozen = await freeze(tx, engine, row, { enrolled, person: contact, settings });
  const [request] =
    account.transport && into === null
      ? await tx
          .insert(mailRequest)
          .values({
            workspaceId: row.workspaceId,
            accountId: account.id,
            idempotencyKey: keyOf(row),
            messageIds: [row.id],
            attempts: 1,
            firstAttemptAt: instant,
            nextAttemptAt: instant,
            leasedUntil: leaseOf(engine),
          })
          .returning({ id: mailRequest.id })
      : [];
  const requestId = into ?? request?.id ?? null;
  const { openToken, unsubscribeToken } = frozen;
  const made: Made = { frozen: frozen.mail, openToken, unsubscribeToken, requestId, heldBy: null };
  if (requestId) {
    const sending = tx
      .update(message)
      .set({ state: "sending", reason: null, ...made })
      .where(and(eq(message.workspaceId, row.workspaceId), eq(message.id, row.id)));
    await Promise.all([sending, ...frozen.links]);
    return { claimed: "request", requestId };
  }
  // In the test inbox, kept is delivered: no call, so nothing that could be lost between two transactions.
  const settling = settle(tx, row, { state: "sent", providerId: row.id, made }, instant);
  const [woken] = await Promise.all([settling, ...frozen.links]);
  hints.push(...woken);
  return { claimed: "kept" };
}

type Found = {
  message: Row;
  enrollment: typeof enrollment.$inferSelect;
  status: (typeof funnel.$inferSelect)["status"];
  goneOn: (typeof funnel.$inferSelect)["goneOn"];
};

const finding = remembered<{ workspaceId: string; messageId: string }, Found[]>((db) =>
  db
    .select({ message, enrollment, status: funnel.status, goneOn: funnel.goneOn })
    .from(message)
    .innerJoin(
      enrollment,
      and(eq(enrollment.workspaceId, message.workspaceId), eq(enrollment.id, message.enrollmentId)),
    )
    .innerJoin(
      funnel,
      and(eq(funnel.workspaceId, enrollment.workspaceId), eq(funnel.id, enrollment.funnelId)),
    )
    .where(
      and(
        eq(message.workspaceId, sql.placeholder("workspaceId")),
        eq(message.id, sql.placeholder("messageId")),
      ),
    )
    .for("update", { of: message }),
);

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

/** It stays queued, and goes by itself when the moment has come: the sweep looks at it then. */
async function putOff(tx: Tx, row: Row, { until, because, by }: PutOff): Promise<void> {
  await tx
    .update(message)
    .set({ notBefore: until, heldBy: by, reason: because })
    .where(and(eq(message.workspaceId, row.workspaceId), eq(message.id, row.id)));
}
