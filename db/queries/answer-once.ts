import "server-only";
import { createHash } from "node:crypto";
import { and, eq, lt, sql } from "drizzle-orm";
import type { Pool, Tx } from "@/db/client";
import { givenAnswer } from "@/db/schema";
import type { JsonValue } from "@/lib/json";

/** How long a key stands for what was answered to it. */
const REMEMBERED = sql`now() - interval '24 hours'`;

/**
 * Does something once per key: in the transaction that does it, the answer is kept, and given to whoever asks for the same
 * with that key again, also to one who asks at the same moment. Null: the key stands for something else. Without a key it is
 * done each time. `asked` is compared as JSON.
 */
export async function answerOnce<T extends JsonValue>(
  db: Pool,
  { workspaceId, key, asked }: { workspaceId: string; key: string | null; asked: unknown },
  work: (tx: Tx) => Promise<T>,
): Promise<T | null> {
  if (key === null) return db.transaction(work);
  const hash = createHash("sha256").update(JSON.stringify(asked)).digest("hex");
  const mine = and(eq(givenAnswer.workspaceId, workspaceId), eq(givenAnswer.key, key));
  return db.transaction(async (tx) => {
    await tx
      .delete(givenAnswer)
      .where(and(eq(givenAnswer.workspaceId, workspaceId), lt(givenAnswer.createdAt, REMEMBERED)));
    // Whoever holds the key at the same moment is waited for here.
    const [first] = await tx
      .insert(givenAnswer)
      .values({ workspaceId, key, asked: hash })
      .onConflictDoNothing()
      .returning({ key: givenAnswer.key });
    if (!first) {
      const [given] = await tx.select().from(givenAnswer).where(mine);
      return given?.asked === hash ? (given.answer as T) : null;
    }
    const answer = await work(tx);
    await tx.update(givenAnswer).set({ answer }).where(mine);
    return answer;
  });
}
