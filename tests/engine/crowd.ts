import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import type { Live } from "./kit";

/**
 * So many people of a live funnel who stand at its email `nodeId` with their mail queued, written straight into the
 * database: for backlogs that would take minutes to walk into. The mails are real and can be sent.
 */
export async function queueCrowd(
  db: Db,
  { workspaceId, funnelId, versionId }: Live,
  { nodeId, people, at, prefix }: { nodeId: string; people: number; at: number; prefix: string },
): Promise<void> {
  await db.execute(sql`
    with people as (
      insert into contact (workspace_id, email, name, marketing)
      select ${workspaceId}, ${prefix}::text || n || '@example.org', ${prefix}::text || n, 'subscribed'
      from generate_series(1, ${people}::int) n returning id
    ), facts as (
      insert into event (workspace_id, contact_id, id, name, occurred_at, visible_at)
      select ${workspaceId}, id, 'entry ' || id, 'signed up', ${at}::bigint, ${at}::bigint from people
    ), trips as (
      insert into enrollment (workspace_id, funnel_id, version_id, contact_id, entry_key, entry_event_id,
        entered_at, entry_day, node_id, arrived_at, stepped_at, visit)
      select ${workspaceId}, ${funnelId}::uuid, ${versionId}::uuid, id, 'once:', 'entry ' || id,
        ${at}::bigint, 20260302, ${nodeId}, ${at}::bigint, ${at}::bigint, 2 from people
      returning id, contact_id
    ), visits as (
      insert into visit (workspace_id, enrollment_id, visit, node_id, entered_at)
      select ${workspaceId}, id, 2, ${nodeId}, ${at}::bigint from trips
    )
    insert into message (workspace_id, enrollment_id, visit, key, node_id, funnel_id, contact_id, kind, email_hash, due_at)
    select ${workspaceId}, t.id, 2, 'mail', ${nodeId}, ${funnelId}::uuid, t.contact_id,
      coalesce(n.node -> 'data' ->> 'kind', 'marketing'), v.emails ->> ${nodeId}, ${at}::bigint
    from trips t, funnel_version v, jsonb_array_elements(v.flow -> 'nodes') as n (node)
    where v.id = ${versionId}::uuid and n.node ->> 'id' = ${nodeId}`);
}
