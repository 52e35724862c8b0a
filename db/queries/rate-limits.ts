import "server-only";
import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { rateLimit } from "@/db/schema";

/**
 * Counts one attempt under `key` and says whether it may go on: at most `most` within `windowMs` of the first.
 * One statement, so that simultaneous attempts cannot all see the same count. better-auth removes rows that are
 * older than its longest window (a quarter of an hour), so `windowMs` is at most that.
 */
export async function takeTurn(
  db: Db,
  key: string,
  { most, windowMs }: { most: number; windowMs: number },
  now = Date.now(),
): Promise<boolean> {
  const fresh = sql`${rateLimit.lastRequest} > ${now - windowMs}::bigint`;
  const [row] = await db
    .insert(rateLimit)
    .values({ id: randomUUID(), key, count: 1, lastRequest: now })
    .onConflictDoUpdate({
      target: rateLimit.key,
      set: {
        count: sql`case when ${fresh} then ${rateLimit.count} + 1 else 1 end`,
        lastRequest: sql`case when ${fresh} then ${rateLimit.lastRequest} else ${now}::bigint end`,
      },
    })
    .returning({ count: rateLimit.count });
  return (row?.count ?? 1) <= most;
}

/** Forgets the attempts under `key`: the last one was right. */
export async function forgetTurns(db: Db, key: string): Promise<void> {
  await db.delete(rateLimit).where(eq(rateLimit.key, key));
}
