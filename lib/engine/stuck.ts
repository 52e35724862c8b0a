import "server-only";
import { and, count, eq, max } from "drizzle-orm";
import type { Db } from "@/db/client";
import { enrollment } from "@/db/schema";

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

/** Lets the engine try again; the sweep comes for them within seconds. Answers how many. */
export async function retryStuck(db: Db, scope: Scope): Promise<number> {
  const rows = await db
    .update(enrollment)
    .set({ stuck: false, failures: 0, failure: null, armedFor: null })
    .where(stuckIn(scope))
    .returning({ id: enrollment.id });
  return rows.length;
}
