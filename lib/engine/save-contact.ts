import "server-only";
import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { consent } from "@/db/schema";
import { changeContact } from "./change-contact";
import { type Declaration, declare } from "./declare";
import type { Engine } from "./engine";
import type { Hint } from "./hints";
import { changesIn, findOrMake, learn, type Said } from "./know-contact";
import { type Contact, lockContact } from "./lock-contact";

type Input = { email: string; said: Said; declarations: readonly Declaration[] };

/**
 * Makes or updates a contact by their address (lower case), and keeps what they agreed to. The same said again changes
 * nothing: a declaration that repeats the last one of its purpose is not kept twice.
 */
export async function saveContact(
  engine: Engine,
  { workspaceId, email, said, declarations }: Input & { workspaceId: string },
): Promise<{ contactId: string; isNew: boolean }> {
  const hints: Hint[] = [];
  const saved = await engine.db.transaction(async (tx) => {
    const { id: contactId, isNew } = await findOrMake(tx, { workspaceId, email });
    const locked = await lockContact(tx, { workspaceId, contactId, clock: engine.clock });
    if (!locked) throw new Error("A contact went away while it was being saved.");
    const { instant } = locked;
    const known = await learn(tx, locked.contact, said);
    const { person, hints: told } = await changeContact(tx, known, changesIn(said), {
      first: instant,
      depth: 0,
    });
    hints.push(...told);
    for (const declaration of declarations) {
      if (await repeats(tx, person, declaration)) continue;
      hints.push(...(await declare(tx, person, declaration, instant)));
    }
    return { contactId, isNew };
  });
  await engine.hint(hints);
  return saved;
}

async function repeats(tx: Tx, person: Contact, declaration: Declaration): Promise<boolean> {
  const [last] = await tx
    .select()
    .from(consent)
    .where(
      and(
        eq(consent.workspaceId, person.workspaceId),
        eq(consent.contactId, person.id),
        eq(consent.purpose, declaration.purpose),
      ),
    )
    .orderBy(desc(consent.at))
    .limit(1);
  return (
    last?.given === declaration.given &&
    last.source === declaration.source &&
    last.wording === (declaration.wording ?? "")
  );
}
