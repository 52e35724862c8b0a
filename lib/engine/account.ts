import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { mailAccount, workspaceSettings } from "@/db/schema";
import type { Engine } from "./engine";
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

/**
 * Waits for this account's next turn: calls are spaced evenly, by a row that every process shares.
 * Answers how long the account is held instead when it may not be used at all.
 */
export async function takeTurn(engine: Engine, account: MailAccount): Promise<{ heldMs: number | null }> {
  for (;;) {
    const now = engine.clock();
    const filled = sql<number>`least(1, ${mailAccount.tokens} + greatest(0, ${now}::bigint - ${mailAccount.refilledAt}) * ${account.perSecond}::float8 / 1000)`;
    const [taken] = await engine.db
      .update(mailAccount)
      .set({ tokens: sql`greatest(0, ${filled} - 1)`, refilledAt: now })
      .where(
        and(
          eq(mailAccount.id, account.id),
          // A clock that was ahead once must not stop everything until that moment comes.
          sql`(${filled} >= 1 or ${mailAccount.refilledAt} > ${now}::bigint + 60000)`,
          sql`coalesce(${mailAccount.heldUntil}, 0) <= ${now}::bigint`,
        ),
      )
      .returning({ id: mailAccount.id });
    if (taken) return { heldMs: null };
    const [row] = await engine.db
      .select({ heldUntil: mailAccount.heldUntil })
      .from(mailAccount)
      .where(eq(mailAccount.id, account.id));
    if (row?.heldUntil && row.heldUntil > now) return { heldMs: row.heldUntil - now };
    await engine.pause(1_000 / account.perSecond);
  }
}

/** Stops all calls on an account for a while, with a sentence for the owner. */
export async function holdAccount(db: Db, id: string, until: number, because: string): Promise<void> {
  await db
    .update(mailAccount)
    .set({
      heldUntil: sql`greatest(coalesce(${mailAccount.heldUntil}, 0), ${until}::bigint)`,
      heldBecause: because,
    })
    .where(eq(mailAccount.id, id));
}

/** Why this workspace's mail does not leave at the moment; null when it may. */
export async function heldAccount(
  engine: Engine,
  workspaceId: string,
): Promise<{ until: number; because: string } | null> {
  const account = await accountOf(engine.db, engine, workspaceId);
  const [row] = await engine.db.select().from(mailAccount).where(eq(mailAccount.id, account.id));
  if (!row?.heldUntil || row.heldUntil <= engine.clock()) return null;
  return { until: row.heldUntil, because: row.heldBecause ?? "" };
}
