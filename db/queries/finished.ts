import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import type { Ending, NewEnding } from "@/lib/flow/take-in";

/** People who went through to the end by a path. */
export type Finished = Ending & { people: number };

/**
 * Trips that ended by one of these paths, as `(enrollment_id, node_id, exit)`, where `where` says whose. Whoever came
 * again since is on another trip, and is left out: two trips would mail them twice.
 */
export function finishedBy(endings: readonly NewEnding[], where: SQL): SQL {
  const wanted = sql.join(
    endings.map(({ nodeId, exit, through }) => sql`(${nodeId}::text, ${exit}::text, ${through}::text)`),
    sql`, `,
  );
  return sql`
    select e.id as enrollment_id, w.node_id, w.exit
    from enrollment e
    join visit l on l.enrollment_id = e.id and l.visit = e.visit
    left join visit p on p.enrollment_id = e.id and p.visit = e.visit - 1 and p.by = 'walked'
    join (values ${wanted}) w (node_id, exit, through) on case
      when w.through is null
        then l.by = 'walked' and l.node_id = w.node_id and l.exit = w.exit and e.end_reason = 'finished'
      else l.by = 'ended' and l.node_id = w.through and p.node_id = w.node_id and p.exit = w.exit
    end
    where e.status = 'ended' and not e.test and e.contact_id is not null and ${where}
      and not exists (
        select 1 from enrollment later
        where later.funnel_id = e.funnel_id and later.contact_id = e.contact_id and not later.test
          and later.entered_at > e.entered_at
      )`;
}

/** How many people finished by each of these paths. */
export async function countFinished(
  db: Db,
  { workspaceId, funnelId }: { workspaceId: string; funnelId: string },
  endings: readonly NewEnding[],
): Promise<Finished[]> {
  if (endings.length === 0) return [];
  const mine = sql`e.workspace_id = ${workspaceId} and e.funnel_id = ${funnelId}`;
  const rows = await db.execute<{ node_id: string; exit: string; people: number }>(
    sql`select node_id, exit, count(*)::int as people from (${finishedBy(endings, mine)}) done group by 1, 2`,
  );
  return rows.map(({ node_id: nodeId, exit, people }) => ({ nodeId, exit, people }));
}
