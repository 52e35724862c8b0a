import "server-only";
import { sql } from "drizzle-orm";
import { accountsWithWork } from "./deliver";
import type { Engine } from "./engine";
import { audienceCallsAreDue } from "./errands/due-audience-calls";
import { errandsAreDue } from "./errands/due-errands";
import { errandsWait, type Hint, queued, started } from "./hints";
import { abandonedMoves } from "./move-people";

/** How long a hint may take before somebody else comes. */
const HINT_GRACE_MS = 4_000;
const OVERDUE_MS = 10_000;
const LONGEST_OVERDUE_MS = 600_000;
const MOST_AT_ONCE = 500;
/** Transaction-scoped advisory lock: one sweep at a time over all processes. */
export const SWEEP_LOCK = 7_270_001;

/**
 * Finds everybody who is due and for whom no timer came: a lost hint, a lost timer, a process that was killed. A new
 * generation takes each over, so that whoever had them before is stale. Also rings for mail that nobody fetched.
 * Losing every timer therefore loses nothing.
 */
export async function sweep(engine: Engine): Promise<{ enrollments: number; accounts: number }> {
  const now = engine.clock();
  // Whoever is taken over goes to the end of the queue: in a rush that costs people their turn, and the machine twice the work.
  const queueMs = 2 * Math.round(engine.lag.at(now));
  const rows = await engine.db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(${SWEEP_LOCK}) as mine`,
    );
    if (!lock?.mine) return [];
    return tx.execute<{ id: string; workspace_id: string; generation: number }>(sql`
      update enrollment e set generation = e.generation + 1, armed_for = ${now}::bigint
      from (
        select due.id from enrollment due
        join funnel f on f.id = due.funnel_id and (f.status = 'live' or due.test)
        where due.status = 'active' and not due.stuck
          and due.due_at <= ${now - queueMs - HINT_GRACE_MS}::bigint
          and (
            due.armed_for is null
            -- Each takeover waits twice as long as the one before: a run that is only queued keeps its turn.
            or ${now - queueMs}::bigint - greatest(due.armed_for, due.due_at) >=
              least(${LONGEST_OVERDUE_MS}::bigint, greatest(${OVERDUE_MS}::bigint, due.armed_for - due.due_at))
                * (1 << least(due.failures, 6))
          )
        order by due.due_at
        limit ${MOST_AT_ONCE}
        for update of due skip locked
      ) late
      where e.id = late.id
      returning e.id, e.workspace_id, e.generation`);
  });
  const accounts = await accountsWithWork(engine);
  const hints: Hint[] = [
    ...rows.map((row) =>
      started({ id: row.id, workspaceId: row.workspace_id, generation: Number(row.generation) }),
    ),
    ...accounts.map(queued),
    ...(await abandonedMoves(engine)),
    ...((await errandsAreDue(engine)) || (await audienceCallsAreDue(engine)) ? [errandsWait] : []),
  ];
  await engine.hint(hints);
  return { enrollments: rows.length, accounts: accounts.length };
}
