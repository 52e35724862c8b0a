import "server-only";
import { gt } from "drizzle-orm";
import type { Db } from "@/db/client";
import { mailAccount } from "@/db/schema";

/** Ids of the accounts through which nothing is sent at that instant, because their provider refuses. */
export async function heldAccounts(db: Db, { now }: { now: number }): Promise<string[]> {
  const rows = await db
    .select({ id: mailAccount.id })
    .from(mailAccount)
    .where(gt(mailAccount.heldUntil, now));
  return rows.map(({ id }) => id);
}
