import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { consent, contact } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import type { Contact } from "./lock-contact";

/** Consent given or taken back, as the person declared it. */
export type Declaration = {
  purpose: "marketing" | "measuring";
  given: boolean;
  source: string;
  wording?: string;
  ip?: string | null;
  userAgent?: string | null;
};

/**
 * Records a declaration and applies it. The contact's lock must be held. Who has unsubscribed is subscribed
 * again only by their own hand (a form they sent), never by an API call or an import: `byThemselves`.
 */
export async function declare(
  tx: Tx,
  person: Contact,
  declaration: Declaration,
  instant: Instant,
  { byThemselves = declaration.source.startsWith("form:") }: { byThemselves?: boolean } = {},
): Promise<void> {
  await tx.insert(consent).values({
    workspaceId: person.workspaceId,
    contactId: person.id,
    purpose: declaration.purpose,
    given: declaration.given,
    source: declaration.source,
    wording: declaration.wording ?? "",
    ip: declaration.ip ?? null,
    userAgent: declaration.userAgent?.slice(0, 500) ?? null,
    at: new Date(instant),
  });
  if (
    declaration.purpose === "marketing" &&
    declaration.given &&
    person.marketing === "unsubscribed" &&
    !byThemselves
  ) {
    return;
  }
  const changes =
    declaration.purpose === "marketing"
      ? { marketing: declaration.given ? ("subscribed" as const) : ("unsubscribed" as const) }
      : { mayMeasure: declaration.given };
  await tx
    .update(contact)
    .set(changes)
    .where(and(eq(contact.workspaceId, person.workspaceId), eq(contact.id, person.id)));
}
