import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { consent, contact } from "@/db/schema";
import { RESUBSCRIBED, UNSUBSCRIBED } from "@/lib/flow/leave-when";
import type { Instant } from "@/lib/flow/world";
import type { Hint } from "./hints";
import type { Contact } from "./lock-contact";
import { noteFact } from "./note-fact";
import { noteStanding } from "./note-standing";

/** Consent given or taken back, as the person declared it. */
export type Declaration = {
  purpose: "marketing" | "measuring" | "advertising";
  given: boolean;
  source: string;
  wording?: string;
  ip?: string | null;
  userAgent?: string | null;
};

/**
 * Records a declaration and applies it; whoever unsubscribes, or does not any more, is told of. The contact's lock must be held. Who has unsubscribed is subscribed
 * again only by their own hand (a form they sent), never by an API call or an import: `byThemselves`.
 */
export async function declare(
  tx: Tx,
  person: Contact,
  declaration: Declaration,
  instant: Instant,
  { byThemselves = declaration.source.startsWith("form:") }: { byThemselves?: boolean } = {},
): Promise<Hint[]> {
  const [kept] = await tx
    .insert(consent)
    .values({
      workspaceId: person.workspaceId,
      contactId: person.id,
      purpose: declaration.purpose,
      given: declaration.given,
      source: declaration.source,
      wording: declaration.wording ?? "",
      ip: declaration.ip ?? null,
      userAgent: declaration.userAgent?.slice(0, 500) ?? null,
      at: new Date(instant),
    })
    .returning({ id: consent.id });
  if (
    declaration.purpose === "marketing" &&
    declaration.given &&
    person.marketing === "unsubscribed" &&
    !byThemselves
  ) {
    return [];
  }
  const changes =
    declaration.purpose === "marketing"
      ? { marketing: declaration.given ? ("subscribed" as const) : ("unsubscribed" as const) }
      : declaration.purpose === "measuring"
        ? { mayMeasure: declaration.given }
        : { mayAdvertise: declaration.given };
  await tx
    .update(contact)
    .set(changes)
    .where(and(eq(contact.workspaceId, person.workspaceId), eq(contact.id, person.id)));
  if (declaration.purpose === "advertising") {
    return noteStanding(tx, { workspaceId: person.workspaceId, contactId: person.id }, {});
  }
  const name = newsOf(person.marketing, changes);
  return name && kept ? noteFact(tx, person, { id: `consent:${kept.id}`, name }, instant) : [];
}

/** What journeys must hear of: nobody ends one by agreeing, unless they had unsubscribed. */
function newsOf(
  before: Contact["marketing"],
  { marketing }: Partial<Pick<Contact, "marketing">>,
): string | null {
  if (marketing === undefined || marketing === before) return null;
  if (marketing === "unsubscribed") return UNSUBSCRIBED;
  return before === "unsubscribed" ? RESUBSCRIBED : null;
}
