import "server-only";
import { and, count, eq, inArray, max } from "drizzle-orm";
import type { Db } from "@/db/client";
import { act, enrollment } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";

type Scope = { workspaceId: string; funnelId: string };

const stuckIn = ({ workspaceId, funnelId }: Scope) =>
  and(
    eq(enrollment.workspaceId, workspaceId),
    eq(enrollment.funnelId, funnelId),
    eq(enrollment.status, "active"),
    eq(enrollment.stuck, true),
    eq(enrollment.test, false),
  );

/** People of a funnel whom the engine failed to move five times in a row, with what went wrong last. */
export async function countStuck(db: Db, scope: Scope): Promise<{ people: number; because: string } | null> {
  const [row] = await db
    .select({ people: count(), because: max(enrollment.failure) })
    .from(enrollment)
    .where(stuckIn(scope));
  return row && row.people > 0 ? { people: row.people, because: row.because ?? "" } : null;
}

/**
 * Lets the engine try again, for all who are stuck or for some; the sweep comes for them within seconds. Each is
 * recorded on the path. Answers whom it was.
 */
export async function retryStuck(
  db: Db,
  scope: Scope & { userId: string | null; now: Instant; enrollmentIds?: string[] },
): Promise<string[]> {
  return db.transaction(async (tx) => {
    const rows = await tx
      .update(enrollment)
      .set({ stuck: false, failures: 0, failure: null, armedFor: null })
      .where(
        and(stuckIn(scope), scope.enrollmentIds ? inArray(enrollment.id, scope.enrollmentIds) : undefined),
      )
      .returning({ id: enrollment.id, visit: enrollment.visit });
    if (rows.length > 0) {
      await tx.insert(act).values(
        rows.map(({ id, visit }) => ({
          workspaceId: scope.workspaceId,
          enrollmentId: id,
          kind: "retried" as const,
          at: scope.now,
          userId: scope.userId,
          visit,
        })),
      );
    }
    return rows.map(({ id }) => id);
  });
}
