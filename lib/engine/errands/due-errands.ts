import "server-only";
import { sql } from "drizzle-orm";
import type { Engine } from "../engine";
import type { Only } from "../queue";

/** What a clock of its own is for: one workspace, or one person of it. */
export type Whose = Only & { contactId?: string };

/** One that may be done now, as far as the list knows: whoever takes it looks again. */
export type DueErrand = { id: string; workspaceId: string; contactId: string };

/**
 * The next that are due, and nobody holds: everybody's first before anybody's second, so that a workspace with fifty thousand
 * keeps no other waiting. Funnels with something to do are found by jumping along the index, and only those that are live
 * are read: people wait while their funnel is paused, and cost nothing meanwhile.
 */
export async function dueErrands(
  engine: Engine,
  { only, most }: { only?: Whose | undefined; most: number },
): Promise<DueErrand[]> {
  const open = sql`o.state = 'open' and o.contact_id is not null`;
  const ready = sql`${open} and o.next_attempt_at <= ${engine.clock()}::bigint
    and (o.leased_until is null or o.leased_until < now())
    ${only ? sql`and o.workspace_id = ${only.workspaceId}` : sql``}
    ${only?.contactId === undefined ? sql`` : sql`and o.contact_id = ${only.contactId}::uuid`}`;
  const columns = sql`o.id, o.workspace_id, o.contact_id, o.next_attempt_at`;
  const rows = await engine.db.execute<DueErrand>(sql`
    with recursive lane as (
      (select o.funnel_id from errand o where ${open} and o.funnel_id is not null order by o.funnel_id limit 1)
      union all
      select (select o.funnel_id from errand o where ${open} and o.funnel_id > lane.funnel_id order by o.funnel_id limit 1)
      from lane where lane.funnel_id is not null
    ), due as (
      select o.* from lane
        join funnel f on f.id = lane.funnel_id and f.status = 'live'
        cross join lateral (
          select ${columns} from errand o where o.funnel_id = lane.funnel_id and ${ready}
          order by o.next_attempt_at, o.id limit ${most}
        ) o
      union all
      -- A member's test goes on whatever its funnel does.
      (select ${columns} from errand o where o.funnel_id is null and ${ready}
        order by o.next_attempt_at, o.id limit ${most})
    ), placed as (
      select *, row_number() over (partition by workspace_id order by next_attempt_at, id) as place from due
    )
    select id, workspace_id as "workspaceId", contact_id as "contactId"
    from placed order by place, next_attempt_at, id limit ${most}`);
  return [...rows];
}

/** Whether anything is due: for the sweep. */
export const errandsAreDue = async (engine: Engine): Promise<boolean> =>
  (await dueErrands(engine, { most: 1 })).length > 0;
