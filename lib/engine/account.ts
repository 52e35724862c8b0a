import "server-only";
import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { mailAccount, workspaceSettings } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { SILENCES, tryAgainNow } from "./breaker";
import type { Engine } from "./engine";
import { queued } from "./hints";
import { INBOX, type MailAccount } from "./transport/transport";

/** The account that a workspace's mail leaves through. A demo workspace never leaves the test inbox. */
export async function accountOf(db: Db, engine: Engine, workspaceId: string): Promise<MailAccount> {
  const inbox = engine.accounts.find((account) => account.id === INBOX);
  const provider = engine.accounts.find((account) => account.id !== INBOX);
  if (!inbox) throw new Error("The test inbox is missing.");
  if (!provider) return inbox;
  const [row] = await db
    .select({ demo: workspaceSettings.demo })
    .from(workspaceSettings)
    .where(eq(workspaceSettings.workspaceId, workspaceId));
  return row?.demo === false ? provider : inbox;
}

export async function ensureAccount(db: Db, account: MailAccount): Promise<void> {
  await db.insert(mailAccount).values({ id: account.id }).onConflictDoNothing();
}

export type Holding = {
  /** Nothing is tried before then; null while one call finds out whether the provider is back. */
  until: Instant | null;
  /** A sentence for the owner. */
  because: string;
};

/** Why this workspace's mail does not leave at the moment; null when it may, or only waits for its turn. */
export async function heldAccount(engine: Engine, workspaceId: string): Promise<Holding | null> {
  const account = await accountOf(engine.db, engine, workspaceId);
  const [row] = await engine.db.select().from(mailAccount).where(eq(mailAccount.id, account.id));
  if (!row?.heldBecause) return null;
  const { heldUntil, heldBecause: because } = row;
  if (heldUntil !== null && heldUntil > engine.clock()) return { until: heldUntil, because };
  return row.silences >= SILENCES ? { until: null, because } : null;
}

/** Somebody says that the provider is mended: one call finds out at once. False: nothing was in its way. */
export async function trySending(engine: Engine, workspaceId: string): Promise<boolean> {
  const account = await accountOf(engine.db, engine, workspaceId);
  const freed = await tryAgainNow(engine, account);
  if (freed) await engine.hint([queued(account.id)]);
  return freed;
}
