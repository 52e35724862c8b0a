import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { mailAccount } from "@/db/schema";
import type { Engine } from "./engine";
import type { MailAccount } from "./transport/transport";

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
      .set({ tokens: sql`${filled} - 1`, refilledAt: now })
      .where(
        and(
          eq(mailAccount.id, account.id),
          sql`${filled} >= 1`,
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
