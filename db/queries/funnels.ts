import "server-only";
import { randomBytes } from "node:crypto";
import { type AnyColumn, and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Db, Pool } from "@/db/client";
import { enrollment, form, funnel, funnelVersion, message, notStarted, user } from "@/db/schema";
import { copyName } from "@/lib/flow/copy-name";
import { emptyFlow, type Flow } from "@/lib/flow/flow";
import { nodeTypes, runs } from "@/lib/nodes/definitions";

export type FunnelStatus = "draft" | "live" | "paused";

export type FunnelRow = {
  id: string;
  name: string;
  status: FunnelStatus;
  /** Live or paused, and the draft would do something else. */
  changed: boolean;
  /** It has a goal to reach: the live version, or the draft while there is none. */
  hasGoal: boolean;
  /** Emails that are more than a day late and wait for somebody's decision. */
  late: number;
  /** The last person, of the last days, with whom funnels that start each other were stopped here; null: nobody. */
  ring: string | null;
};

/** A funnel of this workspace that is not archived. */
export const mine = ({ workspaceId, funnelId }: { workspaceId: string; funnelId: string }) =>
  and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, funnelId), isNull(funnel.archivedAt));

/** Types of what never runs, such as notes. */
const STANDING_BESIDE = nodeTypes.filter((type) => !runs(type));

/** What a drawing does to people: steps, lines and entry rule, wherever the cards stand and whatever notes say. */
const program = (flow: AnyColumn) => sql`jsonb_build_array(
  ${flow} -> 'entry', coalesce(${flow} -> 'dates', '[]'),
  (select jsonb_agg(node - 'position' order by node ->> 'id') from jsonb_array_elements(${flow} -> 'nodes') node
    where node ->> 'type' not in ${STANDING_BESIDE}),
  (select jsonb_agg(edge - 'id' order by edge ->> 'source', edge ->> 'sourceHandle')
    from jsonb_array_elements(${flow} -> 'edges') edge)
)`;

/** Whether the draft would do something else than the live version. Compared only where it was saved since. */
const changed = () => sql<boolean>`case
  when ${funnelVersion.id} is null or ${funnel.revision} is not distinct from ${funnel.liveRevision} then false
  else ${program(funnel.draft)} <> ${program(funnelVersion.flow)}
end`;

/** For so many days the owner is told where funnels went round in a ring. */
const RING_DAYS = 7;

/** The workspace's funnels, newest first. */
export async function listFunnels(db: Db, { workspaceId }: { workspaceId: string }): Promise<FunnelRow[]> {
  const late = db
    .select({ funnelId: enrollment.funnelId, n: sql<number>`count(*)`.as("n") })
    .from(message)
    .innerJoin(
      enrollment,
      and(eq(enrollment.workspaceId, message.workspaceId), eq(enrollment.id, message.enrollmentId)),
    )
    .where(and(eq(message.workspaceId, workspaceId), eq(message.state, "held"), eq(enrollment.test, false)))
    .groupBy(enrollment.funnelId)
    .as("late");
  const ring = db
    .selectDistinctOn([enrollment.funnelId], {
      funnelId: enrollment.funnelId,
      enrollmentId: notStarted.enrollmentId,
    })
    .from(notStarted)
    .innerJoin(
      enrollment,
      and(eq(enrollment.workspaceId, notStarted.workspaceId), eq(enrollment.id, notStarted.enrollmentId)),
    )
    .where(
      and(
        eq(notStarted.workspaceId, workspaceId),
        sql`${notStarted.because} ->> 'why' = 'too-deep'`,
        sql`${notStarted.at} > ((extract(epoch from now()) - ${RING_DAYS} * 86400) * 1000)::bigint`,
      ),
    )
    .orderBy(enrollment.funnelId, desc(notStarted.at))
    .as("ring");
  return db
    .select({
      id: funnel.id,
      name: funnel.name,
      status: funnel.status,
      changed: changed(),
      hasGoal: sql<boolean>`jsonb_path_exists(coalesce(${funnelVersion.flow}, ${funnel.draft}), '$.nodes[*] ? (@.type == "goal")')`,
      late: sql<number>`coalesce(${late.n}, 0)::int`,
      ring: ring.enrollmentId,
    })
    .from(funnel)
    .leftJoin(
      funnelVersion,
      and(eq(funnelVersion.workspaceId, funnel.workspaceId), eq(funnelVersion.id, funnel.liveVersionId)),
    )
    .leftJoin(late, eq(late.funnelId, funnel.id))
    .leftJoin(ring, eq(ring.funnelId, funnel.id))
    .where(and(eq(funnel.workspaceId, workspaceId), isNull(funnel.archivedAt)))
    .orderBy(desc(funnel.createdAt), funnel.id);
}

/** Whether this workspace has such a funnel. */
export async function hasFunnel(db: Db, scope: { workspaceId: string; funnelId: string }): Promise<boolean> {
  const rows = await db.select({ id: funnel.id }).from(funnel).where(mine(scope));
  return rows.length > 0;
}

export type FunnelDetail = {
  id: string;
  name: string;
  status: FunnelStatus;
  draft: Flow;
  revision: number;
  changed: boolean;
  formSlug: string | null;
  createdAt: Date;
  liveVersion: { id: string; number: number; flow: Flow; publishedAt: Date } | null;
};

/** One funnel with its draft and its live version. Null when it is not this workspace's. */
export async function findFunnel(
  db: Db,
  scope: { workspaceId: string; funnelId: string },
): Promise<FunnelDetail | null> {
  const [row] = await db
    .select({ funnel, slug: form.slug, version: funnelVersion, changed: changed() })
    .from(funnel)
    .leftJoin(form, and(eq(form.workspaceId, funnel.workspaceId), eq(form.funnelId, funnel.id)))
    .leftJoin(
      funnelVersion,
      and(eq(funnelVersion.workspaceId, funnel.workspaceId), eq(funnelVersion.id, funnel.liveVersionId)),
    )
    .where(mine(scope));
  if (!row) return null;
  return {
    id: row.funnel.id,
    name: row.funnel.name,
    status: row.funnel.status,
    draft: row.funnel.draft,
    revision: row.funnel.revision,
    changed: row.changed,
    formSlug: row.slug,
    createdAt: row.funnel.createdAt,
    // A live version always has its number; only tests have none.
    liveVersion: row.version && {
      id: row.version.id,
      number: row.version.number ?? 0,
      flow: row.version.flow,
      publishedAt: row.version.publishedAt,
    },
  };
}

/** A new draft with the form that belongs to it. */
export async function createFunnel(
  db: Db,
  input: { workspaceId: string; name: string; userId: string | null; draft?: Flow },
): Promise<{ id: string; revision: number }> {
  const { workspaceId, name, userId, draft = emptyFlow() } = input;
  return db.transaction(async (tx) => {
    const [row] = await tx
      .insert(funnel)
      .values({ workspaceId, name, draft, draftBy: userId })
      .returning({ id: funnel.id, revision: funnel.revision });
    if (!row) throw new Error("The funnel was not stored.");
    await tx.insert(form).values({ workspaceId, funnelId: row.id, slug: slugOf(name) });
    return row;
  });
}

/** A draft with the same drawing and a name of its own; people and numbers stay with the first. Null when there is none. */
export async function duplicateFunnel(
  db: Pool,
  { userId, ...scope }: { workspaceId: string; funnelId: string; userId: string },
): Promise<{ id: string; name: string } | null> {
  const [row] = await db.select({ name: funnel.name, draft: funnel.draft }).from(funnel).where(mine(scope));
  if (!row) return null;
  const names = await db
    .select({ name: funnel.name })
    .from(funnel)
    .where(eq(funnel.workspaceId, scope.workspaceId));
  const name = copyName(row.name, new Set(names.map((one) => one.name)));
  const { id } = await createFunnel(db, { ...scope, name, userId, draft: row.draft });
  return { id, name };
}

/** A readable address that nobody else has: the random end makes it unique, also where a name has no Latin letters. */
function slugOf(name: string): string {
  const words = name
    .normalize("NFKD")
    // "für" is written "fur", not "fu-r".
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return `${words || "form"}-${randomBytes(4).toString("hex")}`;
}

export type Saved =
  | { saved: true; revision: number }
  | { saved: false; because: "gone" }
  | { saved: false; because: "stale"; by: string | null; at: Date };

/** Stores a draft on top of the revision it was made from. Refused, with who was faster, when that is not the newest. */
export async function saveDraft(
  db: Db,
  input: { workspaceId: string; funnelId: string; revision: number; draft: Flow; userId: string | null },
): Promise<Saved> {
  const [row] = await db
    .update(funnel)
    .set({
      draft: input.draft,
      revision: sql`${funnel.revision} + 1`,
      draftBy: input.userId,
      draftAt: new Date(),
    })
    .where(and(mine(input), eq(funnel.revision, input.revision)))
    .returning({ revision: funnel.revision });
  if (row) return { saved: true, revision: row.revision };
  const [now] = await db
    .select({ by: user.name, at: funnel.draftAt })
    .from(funnel)
    .leftJoin(user, eq(user.id, funnel.draftBy))
    .where(mine(input));
  return now ? { saved: false, because: "stale", ...now } : { saved: false, because: "gone" };
}

/** False when the workspace has no such funnel. */
export async function renameFunnel(
  db: Db,
  { name, ...scope }: { workspaceId: string; funnelId: string; name: string },
): Promise<boolean> {
  const rows = await db.update(funnel).set({ name }).where(mine(scope)).returning({ id: funnel.id });
  return rows.length > 0;
}

/**
 * Holds a live funnel, or lets it go on. Nothing else is touched: claim and advance look at the status each time, so a
 * pause takes effect with its commit. False when there is no such funnel, or it was never published.
 */
export async function setPaused(
  db: Db,
  { paused, ...scope }: { workspaceId: string; funnelId: string; paused: boolean },
): Promise<boolean> {
  const rows = await db
    .update(funnel)
    .set({ status: paused ? "paused" : "live" })
    .where(and(mine(scope), sql`${funnel.status} <> 'draft'`))
    .returning({ id: funnel.id });
  return rows.length > 0;
}

export type Priority = (typeof funnel.$inferSelect)["priority"];

/** Whose email goes first, by name. */
export const listPriorities = (
  db: Db,
  { workspaceId }: { workspaceId: string },
): Promise<{ id: string; name: string; priority: Priority }[]> =>
  db
    .select({ id: funnel.id, name: funnel.name, priority: funnel.priority })
    .from(funnel)
    .where(and(eq(funnel.workspaceId, workspaceId), isNull(funnel.archivedAt)))
    .orderBy(funnel.name, funnel.id);

/** False when the workspace has no such funnel. */
export async function setPriority(
  db: Db,
  { priority, ...scope }: { workspaceId: string; funnelId: string; priority: Priority },
): Promise<boolean> {
  const rows = await db.update(funnel).set({ priority }).where(mine(scope)).returning({ id: funnel.id });
  return rows.length > 0;
}

/** What a hosted form needs, by its address. Null for an unknown one. */
export async function findForm(db: Db, slug: string) {
  const [row] = await db
    .select({
      id: form.id,
      slug: form.slug,
      workspaceId: form.workspaceId,
      status: funnel.status,
      flow: funnelVersion.flow,
    })
    .from(form)
    .innerJoin(funnel, and(eq(funnel.workspaceId, form.workspaceId), eq(funnel.id, form.funnelId)))
    .leftJoin(
      funnelVersion,
      and(eq(funnelVersion.workspaceId, funnel.workspaceId), eq(funnelVersion.id, funnel.liveVersionId)),
    )
    .where(and(eq(form.slug, slug), isNull(funnel.archivedAt)));
  return row ?? null;
}

export type FunnelCounts = { here: number; entered: number; converted: number };

/** People in each funnel of a workspace, over all versions: entered, there now, reached a goal. */
export async function countsOfFunnels(
  db: Db,
  { workspaceId }: { workspaceId: string },
): Promise<Record<string, FunnelCounts>> {
  const rows = await db.execute<{ funnel_id: string; entered: string; here: string; converted: string }>(sql`
    with versions as materialized (
      select id, funnel_id, jsonb_path_query_array(flow, '$.nodes[*] ? (@.type == "trigger").id') as triggers
      from funnel_version where workspace_id = ${workspaceId} and number is not null
    ),
    cells as (
      select version_id, node_id, metric, n from stat_total where version_id in (select id from versions)
      union all
      select version_id, node_id, metric, n from stat_delta where version_id in (select id from versions)
    )
    select v.funnel_id,
      coalesce(sum(c.n) filter (where c.metric = 'entered' and v.triggers ? c.node_id), 0)::text as entered,
      coalesce(sum(c.n) filter (where c.metric = 'converted' and v.triggers ? c.node_id), 0)::text as converted,
      (coalesce(sum(c.n) filter (where c.metric = 'entered'), 0)
        - coalesce(sum(c.n) filter (where c.metric = 'left'), 0))::text as here
    from cells c join versions v on v.id = c.version_id
    group by 1`);
  return Object.fromEntries(
    rows.map((row) => [
      row.funnel_id,
      { here: Math.max(0, Number(row.here)), entered: Number(row.entered), converted: Number(row.converted) },
    ]),
  );
}
