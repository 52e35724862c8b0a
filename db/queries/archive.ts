import "server-only";
import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { funnel } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { planDatesAnew } from "./plan-dates-anew";

type Scope = { workspaceId: string; funnelId: string };

/**
 * Puts a funnel away and holds it in the same statement: from its commit on nobody enters, moves or is mailed.
 * Whoever is in it stays where they are. Null when there is no such funnel, or it is archived already.
 */
export async function archiveFunnel(
  db: Db,
  { workspaceId, funnelId }: Scope,
): Promise<{ wasLive: boolean } | null> {
  const [row] = await db.execute<{ was: string }>(sql`
    update funnel set
      archived_at = now(),
      status = case when funnel.status = 'live' then 'paused' else funnel.status end
    from (
      select id, status from funnel
      where workspace_id = ${workspaceId} and id = ${funnelId} and archived_at is null
      for no key update
    ) before
    where funnel.id = before.id and funnel.workspace_id = ${workspaceId}
    returning before.status as was`);
  return row ? { wasLive: row.was === "live" } : null;
}

/**
 * Brings a funnel back as a draft or paused, so that nobody is mailed before somebody resumes it; `live` is for
 * undoing. When people enter by a date of theirs is planned anew: nobody has kept it up meanwhile. Null when there is no
 * such archived funnel.
 */
export async function restoreFunnel(
  db: Db,
  { workspaceId, funnelId, live, now }: Scope & { live: boolean; now: Instant },
): Promise<{ status: "draft" | "live" | "paused" } | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(funnel)
      .set({
        archivedAt: null,
        ...(live
          ? { status: sql`case when ${funnel.status} = 'paused' then 'live' else ${funnel.status} end` }
          : {}),
      })
      .where(and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, funnelId), isNotNull(funnel.archivedAt)))
      .returning({ status: funnel.status });
    if (!row) return null;
    await planDatesAnew(tx, { workspaceId, funnelId, now });
    return row;
  });
}

export type ArchivedFunnel = { id: string; name: string; status: "draft" | "paused"; archivedAt: Date };

/** The archived funnels of a workspace, the last one first. */
export async function listArchived(
  db: Db,
  { workspaceId }: { workspaceId: string },
): Promise<ArchivedFunnel[]> {
  const rows = await db
    .select({ id: funnel.id, name: funnel.name, status: funnel.status, archivedAt: funnel.archivedAt })
    .from(funnel)
    .where(and(eq(funnel.workspaceId, workspaceId), isNotNull(funnel.archivedAt)))
    .orderBy(desc(funnel.archivedAt), funnel.id);
  return rows.map(({ status, archivedAt, ...row }) => ({
    ...row,
    status: status === "draft" ? "draft" : "paused",
    archivedAt: archivedAt ?? new Date(0),
  }));
}

export async function countArchived(db: Db, { workspaceId }: { workspaceId: string }): Promise<number> {
  return db.$count(funnel, and(eq(funnel.workspaceId, workspaceId), isNotNull(funnel.archivedAt)));
}
