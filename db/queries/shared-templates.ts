import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { funnel, sharedTemplate } from "@/db/schema";
import { aboutFlow } from "@/lib/templates/about";
import { type SharedTemplate, sharedTemplate as share } from "@/lib/templates/share";
import { mine } from "./funnels";

type Scope = { workspaceId: string; funnelId: string };

/** What of a funnel may leave the house, as its draft is now. Null when there is no such funnel. */
export async function templateOfFunnel(
  db: Db,
  { origin, ...scope }: Scope & { origin: string },
): Promise<SharedTemplate | null> {
  const [row] = await db.select({ name: funnel.name, flow: funnel.draft }).from(funnel).where(mine(scope));
  return row ? share(row, { origin }) : null;
}

export type SharedLink = { slug: string; frozenAt: Date; template: SharedTemplate };

/** The link under which a funnel is shared now, with what it shows. */
export async function sharedLinkOf(db: Db, { workspaceId, funnelId }: Scope): Promise<SharedLink | null> {
  const [row] = await db
    .select({
      slug: sharedTemplate.slug,
      frozenAt: sharedTemplate.frozenAt,
      name: sharedTemplate.name,
      flow: sharedTemplate.flow,
    })
    .from(sharedTemplate)
    .where(
      and(
        eq(sharedTemplate.workspaceId, workspaceId),
        eq(sharedTemplate.funnelId, funnelId),
        isNull(sharedTemplate.revokedAt),
      ),
    );
  return row
    ? { slug: row.slug, frozenAt: row.frozenAt, template: { name: row.name, flow: row.flow } }
    : null;
}

/**
 * Freezes a funnel as it is now under a link that nobody can guess. A funnel that is shared already keeps its link.
 * Null when there is no such funnel.
 */
export async function shareFunnel(
  db: Db,
  input: Scope & { userId: string; origin: string; now: number },
): Promise<SharedLink | null> {
  const { workspaceId, funnelId, userId } = input;
  const template = await templateOfFunnel(db, input);
  if (!template) return null;
  const about = aboutFlow(template.flow, input.now);
  const [row] = await db
    .insert(sharedTemplate)
    .values({
      workspaceId,
      funnelId,
      slug: randomBytes(16).toString("base64url"),
      ...template,
      about,
      createdBy: userId,
    })
    .onConflictDoUpdate({
      target: [sharedTemplate.workspaceId, sharedTemplate.funnelId],
      targetWhere: isNull(sharedTemplate.revokedAt),
      set: { ...template, about, frozenAt: sql`now()` },
    })
    .returning({ slug: sharedTemplate.slug, frozenAt: sharedTemplate.frozenAt });
  return row ? { ...row, template } : null;
}

/** Takes the link down: its page is gone with the commit. False when the funnel is not shared. */
export async function revokeShare(db: Db, { workspaceId, funnelId }: Scope): Promise<boolean> {
  const rows = await db
    .update(sharedTemplate)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(sharedTemplate.workspaceId, workspaceId),
        eq(sharedTemplate.funnelId, funnelId),
        isNull(sharedTemplate.revokedAt),
      ),
    )
    .returning({ id: sharedTemplate.id });
  return rows.length > 0;
}

/** Undoes the last revoking. False when there is nothing to undo, or the funnel has another link by now. */
export async function unrevokeShare(db: Db, { workspaceId, funnelId }: Scope): Promise<boolean> {
  const ofFunnel = and(eq(sharedTemplate.workspaceId, workspaceId), eq(sharedTemplate.funnelId, funnelId));
  const [last] = await db
    .select({ id: sharedTemplate.id, revokedAt: sharedTemplate.revokedAt })
    .from(sharedTemplate)
    .where(ofFunnel)
    .orderBy(sql`${sharedTemplate.revokedAt} desc nulls first`)
    .limit(1);
  if (!last?.revokedAt) return false;
  const rows = await db
    .update(sharedTemplate)
    .set({ revokedAt: null })
    .where(and(ofFunnel, eq(sharedTemplate.id, last.id)))
    .returning({ id: sharedTemplate.id });
  return rows.length > 0;
}

/**
 * What anybody may see under a link. Null for one that nobody was given, that was taken down, or whose funnel is
 * archived. Its author and workspace are not told.
 */
export async function findShared(
  db: Db,
  { slug }: { slug: string },
): Promise<(SharedTemplate & { about: string; frozenAt: Date }) | null> {
  const { name, flow, about, frozenAt } = sharedTemplate;
  const [row] = await db
    .select({ name, flow, about, frozenAt })
    .from(sharedTemplate)
    .innerJoin(
      funnel,
      and(eq(funnel.workspaceId, sharedTemplate.workspaceId), eq(funnel.id, sharedTemplate.funnelId)),
    )
    .where(and(eq(sharedTemplate.slug, slug), isNull(sharedTemplate.revokedAt), isNull(funnel.archivedAt)));
  return row ?? null;
}
