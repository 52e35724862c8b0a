import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";

const MOST_AT_ONCE = 20_000;
const FOLD_LOCK = 7_270_002;

/**
 * Adds waiting changes to the numbers, in one transaction: taken out and added up together or not at all. Cells are
 * written in sorted order and by one process at a time, so that two folds never wait for each other.
 */
export async function fold(db: Db): Promise<number> {
  const [row] = await db.execute<{ taken: number }>(sql`
    with mine as (select pg_try_advisory_xact_lock(${FOLD_LOCK}) as ok),
    taken as (
      delete from stat_delta where id in (
        select id from stat_delta, mine where mine.ok order by id limit ${MOST_AT_ONCE}
      ) returning *
    ),
    totals as (
      insert into stat_total as t (workspace_id, version_id, node_id, exit, metric, currency, n)
      select workspace_id, version_id, node_id, exit, metric, currency, sum(n) from taken
      group by 1, 2, 3, 4, 5, 6 order by 2, 3, 4, 5, 6
      on conflict (version_id, node_id, exit, metric, currency) do update set n = t.n + excluded.n
      returning 1
    ),
    cohorts as (
      insert into stat_cohort as c (workspace_id, version_id, node_id, exit, metric, currency, entry_day, lag, n)
      select workspace_id, version_id, node_id, exit, metric, currency, entry_day, lag, sum(n) from taken
      group by 1, 2, 3, 4, 5, 6, 7, 8 order by 2, 3, 4, 5, 6, 7, 8
      on conflict (version_id, node_id, exit, metric, currency, entry_day, lag) do update set n = c.n + excluded.n
      returning 1
    )
    select count(*)::int as taken from taken`);
  return row?.taken ?? 0;
}
