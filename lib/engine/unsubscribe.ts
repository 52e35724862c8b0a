import "server-only";
import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { contact, message } from "@/db/schema";
import { declare } from "./declare";
import type { Engine } from "./engine";
import { lockContact } from "./lock-contact";

export type Recipient = {
  workspaceId: string;
  contactId: string;
  /** Never shown whole: "a•••@example.org". */
  address: string;
  subscribed: boolean;
};

/** Whoever an unsubscribe address was sent to. It never expires. */
export async function findRecipient(db: Db, token: string): Promise<Recipient | null> {
  const [row] = await db
    .select({
      workspaceId: message.workspaceId,
      contactId: contact.id,
      email: contact.email,
      marketing: contact.marketing,
    })
    .from(message)
    .innerJoin(contact, eq(contact.id, message.contactId))
    .where(eq(message.unsubscribeToken, token));
  if (!row) return null;
  const { email, marketing, ...rest } = row;
  return { ...rest, address: email.replace(/^(.).*@/u, "$1•••@"), subscribed: marketing === "subscribed" };
}

/**
 * Takes back consent to marketing email. Effective with the commit: every claim asks for it last. Doing it
 * again changes nothing but is recorded.
 */
export async function unsubscribe(
  engine: Engine,
  {
    token,
    source,
    userAgent,
    ip,
  }: { token: string; source: "unsubscribe page" | "one-click"; userAgent: string | null; ip: string | null },
): Promise<boolean> {
  const recipient = await findRecipient(engine.db, token);
  if (!recipient) return false;
  const hints = await engine.db.transaction(async (tx) => {
    const locked = await lockContact(tx, { ...recipient, clock: engine.clock });
    if (!locked) return [];
    return declare(
      tx,
      locked.contact,
      { purpose: "marketing", given: false, source, userAgent, ip },
      locked.instant,
    );
  });
  await engine.hint(hints);
  return true;
}
