import "server-only";
import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { funnel, hook } from "@/db/schema";

type Place = { workspaceId: string; funnelId: string; nodeId: string };

/** The address of a trigger, made when it is first asked for. Null: there is no such funnel. */
export async function hookAt(db: Db, { slug, ...place }: Place & { slug: string }) {
  const mine = and(
    eq(hook.workspaceId, place.workspaceId),
    eq(hook.funnelId, place.funnelId),
    eq(hook.nodeId, place.nodeId),
  );
  const [known] = await db.select().from(hook).where(mine);
  if (known) return known;
  const [owned] = await db
    .select({ id: funnel.id })
    .from(funnel)
    .where(and(eq(funnel.workspaceId, place.workspaceId), eq(funnel.id, place.funnelId)));
  if (!owned) return null;
  await db
    .insert(hook)
    .values({ ...place, slug })
    .onConflictDoNothing();
  const [made] = await db.select().from(hook).where(mine);
  return made ?? null;
}

/** Which trigger is called at an address, and by which version it is live; null for an address that was never given out. */
export async function findHook(db: Db, slug: string) {
  const [row] = await db
    .select({
      id: hook.id,
      workspaceId: hook.workspaceId,
      funnelId: hook.funnelId,
      nodeId: hook.nodeId,
      versionId: funnel.liveVersionId,
      archivedAt: funnel.archivedAt,
    })
    .from(hook)
    .innerJoin(funnel, and(eq(funnel.workspaceId, hook.workspaceId), eq(funnel.id, hook.funnelId)))
    .where(eq(hook.slug, slug));
  return row ?? null;
}
