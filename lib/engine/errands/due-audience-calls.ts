import "server-only";
import { sql } from "drizzle-orm";
import type { Engine } from "../engine";
import type { Whose } from "./due-errands";
import { audiencesToFill } from "./fill-audiences";

/** `contactId`: null once they were deleted. */
export type DueAudienceCall = { id: string; workspaceId: string; contactId: string | null };

/**
 * The next that addresses of ad audiences are to be told, as `dueErrands` finds errands: everybody's first before anybody's
 * second, and what a paused funnel asked for waits unread. What a person asked for, or was asked to take them off, waits
 * for no funnel. An address that did not take the last call is found again by one call after a while, however many wait.
 */
export async function dueAudienceCalls(
  engine: Engine,
  { only, most }: { only?: Whose | undefined; most: number },
): Promise<DueAudienceCall[]> {
  const open = sql`o.progress = 'open' and o.contact_id is not null`;
  const theirs = only ? sql`and o.workspace_id = ${only.workspaceId}` : sql``;
  const ready = sql`o.next_attempt_at <= ${engine.clock()}::bigint
    and (o.leased_until is null or o.leased_until < now())
    ${only?.contactId === undefined ? sql`` : sql`and o.contact_id = ${only.contactId}::uuid`}`;
  const columns = sql`o.id, o.workspace_id, o.audience, o.contact_id, o.next_attempt_at`;
  const rows = await engine.db.execute<DueAudienceCall>(sql`
    with recursive lane as (
      (select o.workspace_id, o.audience from audience_call o where ${open} ${theirs}
        order by o.workspace_id, o.audience limit 1)
      union all
      select o.* from lane cross join lateral (
        select o.workspace_id, o.audience from audience_call o
        where ${open} ${theirs} and (o.workspace_id, o.audience) > (lane.workspace_id, lane.audience)
        order by o.workspace_id, o.audience limit 1
      ) o
    ), due as (
      select o.* from lane cross join lateral (
        select ${columns} from audience_call o
        where o.workspace_id = lane.workspace_id and o.audience = lane.audience and o.funnel_id is null and ${open} and ${ready}
        -- All of these have none: said so that the index is seen to be in this order.
        order by o.funnel_id, o.next_attempt_at, o.id limit ${most}
      ) o
      union all
      select o.* from lane
        join funnel f on f.workspace_id = lane.workspace_id and f.status = 'live'
        cross join lateral (
          select ${columns} from audience_call o
          where o.workspace_id = lane.workspace_id and o.audience = lane.audience and o.funnel_id = f.id and ${open} and ${ready}
          order by o.next_attempt_at, o.id limit ${most}
        ) o
      union all
      (select ${columns} from audience_call o
        where o.contact_id is null and (o.state = 'on' or o.progress = 'open') ${theirs} and ${ready}
        order by o.next_attempt_at, o.id limit ${most})
    ), awake as (
      select due.*, a.rests_until,
        row_number() over (partition by due.workspace_id, due.audience order by due.next_attempt_at, due.id) as nth
      from due left join ad_audience a on a.workspace_id = due.workspace_id and a.name = due.audience
    ), placed as (
      select *, row_number() over (partition by workspace_id order by next_attempt_at, id) as place from awake
      where rests_until is null or (rests_until <= ${engine.clock()}::bigint and nth = 1)
    )
    select id, workspace_id as "workspaceId", contact_id as "contactId"
    from placed order by place, next_attempt_at, id limit ${most}`);
  return [...rows];
}

/** Whether anything is due, or to be written: for the sweep. */
export const audienceCallsAreDue = async (engine: Engine): Promise<boolean> =>
  (await dueAudienceCalls(engine, { most: 1 })).length > 0 || (await audiencesToFill(engine, {})).length > 0;
