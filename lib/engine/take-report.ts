import "server-only";
import { and, desc, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { deliveryReport, message, suppression } from "@/db/schema";
import { BOUNCED, COMPLAINED } from "@/lib/flow/leave-when";
import type { Instant } from "@/lib/flow/world";
import { isGivenUp } from "@/lib/mail/delivery";
import { closeAnswered } from "./close-answered";
import { declare } from "./declare";
import type { Engine } from "./engine";
import type { Hint } from "./hints";
import { type Contact, lockContact } from "./lock-contact";
import { noteFact } from "./note-fact";
import { confirmSent } from "./settle";
import type { ResendReport } from "./transport/resend-report";

/** `unknown`: about no message of ours. `duplicate`: it was taken in before. */
export type Taken = "taken" | "duplicate" | "unknown";

/**
 * Takes in what a provider reports about one message, once, in one transaction under the contact's lock. Reports may come
 * late, twice and in any order: what follows from them never depends on that. Whatever is reported proves that the
 * provider has the mail, so a message whose answer was lost is settled as sent.
 */
export async function takeReport(engine: Engine, report: ResendReport): Promise<Taken> {
  const { workspaceId, messageId } = report;
  const [found] = await engine.db
    .select({ contactId: message.contactId })
    .from(message)
    .where(and(eq(message.workspaceId, workspaceId), eq(message.id, messageId)));
  // A deleted person's mail is no longer anybody's.
  const contactId = found?.contactId;
  if (!contactId) return "unknown";
  const hints: Hint[] = [];
  const taken = await engine.db.transaction(async (tx): Promise<Taken> => {
    const locked = await lockContact(tx, { workspaceId, contactId, clock: engine.clock });
    if (!locked) return "unknown";
    const [row] = await tx
      .select()
      .from(message)
      .where(and(eq(message.workspaceId, workspaceId), eq(message.id, messageId)))
      .for("update");
    // What was never handed over cannot be reported about: the tags are somebody else's.
    if (!row?.frozen || !row.requestId) return "unknown";
    const { id, kind, detail, at } = report;
    const stored = await tx
      .insert(deliveryReport)
      .values({ workspaceId, id, messageId, contactId, kind, detail, at })
      .onConflictDoNothing()
      .returning({ id: deliveryReport.id });
    if (stored.length === 0) return "duplicate";
    hints.push(...(await confirmSent(tx, row, report.providerId, locked.instant)));
    await closeAnswered(tx, row);
    hints.push(...(await stopMailing(tx, locked.contact, row.frozen.to, report, locked.instant)));
    return "taken";
  });
  await engine.hint(hints);
  return taken;
}

type Reason = "provider" | "bounced" | "complained";

const LIGHTER: Record<Reason, Reason[]> = {
  provider: ["provider"],
  bounced: ["provider"],
  complained: ["provider", "bounced"],
};

/**
 * Whether this address may still be mailed. Suppression goes by the address that was written to, not by today's; whose
 * address it still is leaves every funnel.
 */
async function stopMailing(
  tx: Tx,
  person: Contact,
  email: string,
  { id, kind }: ResendReport,
  instant: Instant,
): Promise<Hint[]> {
  const reason = await whyStop(tx, person, kind);
  if (reason === null) return [];
  await tx
    .insert(suppression)
    .values({ workspaceId: person.workspaceId, email, reason, at: new Date(instant) })
    .onConflictDoUpdate({
      target: [suppression.workspaceId, suppression.email],
      set: { reason },
      // The graver reason stays, whichever came first.
      setWhere: inArray(suppression.reason, LIGHTER[reason]),
    });
  const hints: Hint[] = [];
  if (kind === "complained") {
    const complaint = { purpose: "marketing", given: false, source: "complaint" } as const;
    hints.push(...(await declare(tx, person, complaint, instant)));
  }
  if (person.email === email.toLowerCase()) {
    const name = kind === "complained" ? COMPLAINED : BOUNCED;
    hints.push(...(await noteFact(tx, person, { id: `report:${id}`, name }, instant)));
  }
  return hints;
}

async function whyStop(tx: Tx, person: Contact, kind: ResendReport["kind"]): Promise<Reason | null> {
  if (kind === "complained" || kind === "bounced") return kind;
  if (kind === "suppressed") return "provider";
  if (kind !== "soft-bounced") return null;
  const reports = await tx
    .select({ kind: deliveryReport.kind, at: deliveryReport.at, detail: deliveryReport.detail })
    .from(deliveryReport)
    .where(and(eq(deliveryReport.workspaceId, person.workspaceId), eq(deliveryReport.contactId, person.id)))
    .orderBy(desc(deliveryReport.at))
    .limit(200);
  return isGivenUp(reports) ? "bounced" : null;
}
