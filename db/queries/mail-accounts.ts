import "server-only";
import { and, gt, isNotNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { mailAccount } from "@/db/schema";

/** Ids of the accounts through which nothing is sent at that instant, because their provider refuses. */
export async function heldAccounts(db: Db, { now }: { now: number }): Promise<string[]> {
  const rows = await db
    .select({ id: mailAccount.id })
    .from(mailAccount)
    // What is held without a word only waits for its turn.
    .where(and(gt(mailAccount.heldUntil, now), isNotNull(mailAccount.heldBecause)));
  return rows.map(({ id }) => id);
}
