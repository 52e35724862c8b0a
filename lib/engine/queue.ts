import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { message } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import type { Engine } from "./engine";
import { INBOX, type MailAccount, MOST_IN_BATCH } from "./transport/transport";

/** What a clock of its own is for: one workspace. */
export type Only = { workspaceId: string };

/** A message that may leave now, as far as the queue knows: claim looks at everything again. */
export type Waiting = {
  id: string;
  workspaceId: string;
  contactId: string;
  /** Null for a member's test. */
  funnelId: string | null;
  /** It must not share a request. */
  alone: boolean;
};

/** As many of one workspace as one look takes: whoever has more waits for their next turn. */
const MOST_PER_TURN = MOST_IN_BATCH;
const MOST_AT_ONCE = 1_000;

type Asked = {
  now: Instant;
  only?: Only | undefined;
  /** The workspace whose turn it was last; the order of their ids goes on behind it, and round. */
  after: string | null;
  perTurn?: number;
  most?: number;
};

/**
 * What may leave on an account now: everybody's first before anybody's second, so that a workspace with a hundred
 * thousand keeps nobody waiting longer than one with ten. Within a workspace service comes before marketing, then the more
 * important funnel, then whatever waits longest. Funnels with mail are found by jumping along the index, and only those that are live are read:
 * what is paused or waits for its hour costs nothing.
 */
export async function nextWaiting(
  engine: Engine,
  account: MailAccount,
  { now, only, after, perTurn = MOST_PER_TURN, most = MOST_AT_ONCE }: Asked,
): Promise<Waiting[]> {
  const theirs = (column: string) => (only ? sql`and ${sql.raw(column)} = ${only.workspaceId}` : sql``);
  const readyAt = sql`greatest(m.due_at, m.not_before)`;
  const ready = sql`${readyAt} <= ${now}::bigint and m.contact_id is not null
    -- Whoever is due must advance first; until then they keep nobody waiting who comes after them.
    and (e.due_at is null or e.due_at > ${now}::bigint)`;
  // A member's test goes to the test inbox whatever the funnel's state and the workspace's provider are.
  const tests =
    account.id === INBOX
      ? sql`union all (
          select m.id, m.workspace_id, m.contact_id, m.funnel_id, m.kind, m.alone, ${readyAt} as ready_at,
            'normal' as priority
          from message m join enrollment e on e.id = m.enrollment_id
          where m.state = 'queued' and m.funnel_id is null and e.test and ${ready} ${theirs("m.workspace_id")}
          order by m.kind desc, ready_at limit ${most}
        )`
      : sql``;
  const rows = await engine.db.execute<Waiting>(sql`
    with recursive lane as (
      (select m.funnel_id from message m where m.state = 'queued' and m.funnel_id is not null
        order by m.funnel_id limit 1)
      union all
      select (select m.funnel_id from message m where m.state = 'queued' and m.funnel_id > lane.funnel_id
        order by m.funnel_id limit 1)
      from lane where lane.funnel_id is not null
    ), waiting as (
      (select m.*, f.priority from lane
        join funnel f on f.id = lane.funnel_id and f.status = 'live'
        join workspace_settings s on s.workspace_id = f.workspace_id and s.held_at is null
          and s.demo in ${demoValues(engine, account)}
        cross join (values ('service'), ('marketing')) as kinds (kind)
        cross join lateral (
          select m.id, m.workspace_id, m.contact_id, m.funnel_id, m.kind, m.alone, ${readyAt} as ready_at
          from message m join enrollment e on e.id = m.enrollment_id
          where m.state = 'queued' and m.funnel_id = lane.funnel_id and m.kind = kinds.kind and ${ready}
          order by ${readyAt}, m.id limit ${perTurn}
        ) m
        where true ${theirs("f.workspace_id")})
      ${tests}
    ), placed as (
      select *, row_number() over (
        partition by workspace_id
        order by kind = 'service' desc, array_position(array['high', 'normal', 'low'], priority), ready_at, id
      ) as place from waiting
    )
    select id, workspace_id as "workspaceId", contact_id as "contactId", funnel_id as "funnelId", alone
    from placed where place <= ${perTurn}
    order by place, workspace_id <= ${after ?? ""}::text, workspace_id limit ${most}`);
  return [...rows];
}

/** The same of messages that are known by their ids. */
export async function waitingBy(
  engine: Engine,
  { workspaceId, messageIds }: { workspaceId: string; messageIds: string[] },
): Promise<Waiting[]> {
  const rows = await engine.db
    .select({
      id: message.id,
      workspaceId: message.workspaceId,
      contactId: message.contactId,
      funnelId: message.funnelId,
      alone: message.alone,
    })
    .from(message)
    .where(and(eq(message.workspaceId, workspaceId), inArray(message.id, messageIds)));
  return rows.flatMap(({ contactId, ...row }) => (contactId === null ? [] : [{ ...row, contactId }]));
}

/** Demo workspaces never leave the test inbox; without a provider nobody does. */
function demoValues(engine: Engine, account: MailAccount): boolean[] {
  if (account.id !== INBOX) return [false];
  return engine.accounts.length > 1 ? [true] : [true, false];
}
