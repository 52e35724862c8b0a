import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { errandsWait, type Hint } from "./hints";

type Whose = { workspaceId: string; contactId: string };

/** First key of the advisory locks of workspaces' ad audiences. */
const AUDIENCES = 7_270_004;

/**
 * Whoever gives an audience its address waits for those who change where people stand, and they for it: otherwise somebody
 * could come on it seen by neither. Until the transaction ends.
 */
export const lockAudiences = (tx: Tx, workspaceId: string, how: "changing people" | "giving an address") =>
  tx.execute(
    how === "changing people"
      ? sql`select pg_advisory_xact_lock_shared(${AUDIENCES}, hashtext(${workspaceId}))`
      : sql`select pg_advisory_xact_lock(${AUDIENCES}, hashtext(${workspaceId}))`,
  );

/**
 * Writes down what addresses of ad audiences must be told of a person, after something about them has changed: that they
 * stand on one or off it, or agree to advertising or not. The contact's lock is held. `funnelId`: who asked for it; additions
 * wait while it is paused. Without one nobody has: what waits for a funnel goes on waiting. Answers whom to tell after the commit.
 */
export async function noteStanding(
  tx: Tx,
  { workspaceId, contactId }: Whose,
  { audiences, funnelId }: { audiences?: readonly string[]; funnelId?: string | null },
): Promise<Hint[]> {
  await lockAudiences(tx, workspaceId, "changing people");
  const named = audiences ? sql`and m.audience in ${[...audiences]}` : sql``;
  const written = await writeCalls(tx, {
    whom: sql`m.workspace_id = ${workspaceId} and m.contact_id = ${contactId}::uuid ${named}`,
    ...(funnelId === undefined ? {} : { funnelId }),
  });
  return written > 0 ? [errandsWait] : [];
}

/**
 * One call for each of these members (`m`) of audiences with an address, unless just that was told or is about to be. What a
 * funnel asked for goes on as this one asks; without `funnelId` as it was asked for first.
 */
export async function writeCalls(
  tx: Tx,
  { whom, funnelId }: { whom: SQL; funnelId?: string | null },
): Promise<number> {
  const asked = funnelId === undefined ? sql`false` : sql`k.funnel_id is distinct from excluded.funnel_id`;
  const { count } = await tx.execute(sql`
    insert into audience_call as k
      (workspace_id, audience, contact_id, hash, state, known, since, next_attempt_at, funnel_id)
    select m.workspace_id, m.audience, m.contact_id, encode(sha256(convert_to(c.email, 'UTF8')), 'hex'),
      s.state, m.shared_at is not null, c.last_instant, c.last_instant,
      case when s.state = 'on' then ${funnelId ?? null}::uuid end
    from audience_member m
      join ad_audience a on a.workspace_id = m.workspace_id and a.name = m.audience
      join contact c on c.workspace_id = m.workspace_id and c.id = m.contact_id and not c.test
      cross join lateral (select case when m.state = 'on' and c.may_advertise then 'on' else 'off' end as state) s
    where ${whom} and (s.state = 'on' or m.shared_at is not null)
    on conflict (workspace_id, audience, contact_id) do update set
      state = excluded.state, known = k.known or excluded.known,
      since = greatest(k.since + 1, excluded.since), call_id = gen_random_uuid(), funnel_id = excluded.funnel_id,
      progress = 'open', reason = null, attempts = 0, next_attempt_at = excluded.next_attempt_at, leased_until = null
    where k.state <> excluded.state or k.progress = 'failed'
      or (k.progress = 'open' and ${asked})`);
  return count;
}
