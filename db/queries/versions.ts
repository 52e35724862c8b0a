import "server-only";
import { and, count, desc, eq, isNotNull, lt } from "drizzle-orm";
import type { Db } from "@/db/client";
import { enrollment, funnelVersion, user, versionMove } from "@/db/schema";
import { sayDifference } from "@/lib/flow/diff";
import type { Flow } from "@/lib/flow/flow";

type Scope = { workspaceId: string; funnelId: string };

/** One published version, as the History lists it. */
export type VersionRow = {
  id: string;
  number: number;
  publishedAt: Date;
  /** Null when a key published it, or the member is gone. */
  publishedBy: string | null;
  /** What it does otherwise than the one before, in a sentence. */
  says: string;
  /** On it now. */
  people: number;
  /** How far its people have been taken along; null before anybody was, and of the first. */
  move: Moving | null;
};

export type Moving = {
  /** In the funnel when it was published. */
  people: number;
  moved: number;
  stayed: number;
  left: number;
  /** Had finished, and went on at new steps. */
  takenIn: number;
  failed: number;
  finished: boolean;
};

/** Versions are compared in pairs, so a part reads one more than it shows. */
export const VERSIONS_PER_PAGE = 20;

/** A funnel's versions, latest first. `before`: only those with a lower number. */
export async function listVersions(
  db: Db,
  { workspaceId, funnelId, before }: Scope & { before?: number | undefined },
): Promise<{ versions: VersionRow[]; more: boolean }> {
  const [rows, people] = await Promise.all([
    db
      .select({ version: funnelVersion, by: user.name, move: versionMove })
      .from(funnelVersion)
      .leftJoin(user, eq(user.id, funnelVersion.publishedBy))
      .leftJoin(
        versionMove,
        and(eq(versionMove.workspaceId, workspaceId), eq(versionMove.versionId, funnelVersion.id)),
      )
      .where(
        and(
          eq(funnelVersion.workspaceId, workspaceId),
          eq(funnelVersion.funnelId, funnelId),
          isNotNull(funnelVersion.number),
          before === undefined ? undefined : lt(funnelVersion.number, before),
        ),
      )
      .orderBy(desc(funnelVersion.number))
      .limit(VERSIONS_PER_PAGE + 1),
    peopleByVersion(db, { workspaceId, funnelId }),
  ]);
  return {
    more: rows.length > VERSIONS_PER_PAGE,
    versions: rows.slice(0, VERSIONS_PER_PAGE).map(({ version, by, move }, index) => {
      const earlier = rows[index + 1];
      return {
        id: version.id,
        number: version.number ?? 0,
        publishedAt: version.publishedAt,
        publishedBy: by,
        says: earlier ? sayDifference(earlier.version.flow, version.flow) : "The first version.",
        people: people.get(version.id) ?? 0,
        move: move && movingOf(move),
      };
    }),
  };
}

async function peopleByVersion(db: Db, { workspaceId, funnelId }: Scope): Promise<Map<string, number>> {
  const rows = await db
    .select({ versionId: enrollment.versionId, people: count() })
    .from(enrollment)
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.funnelId, funnelId),
        eq(enrollment.status, "active"),
        eq(enrollment.test, false),
      ),
    )
    .groupBy(enrollment.versionId);
  return new Map(rows.map(({ versionId, people }) => [versionId, people]));
}

const movingOf = (move: typeof versionMove.$inferSelect): Moving => ({
  people: move.people,
  moved: move.moved,
  stayed: move.stayed,
  left: move.left,
  takenIn: move.takenIn,
  failed: move.failed,
  finished: move.finishedAt !== null,
});

/** How far people have been taken along to the version that went live last; null when nobody ever was. */
export async function findMoving(
  db: Db,
  { workspaceId, funnelId }: Scope,
): Promise<(Moving & { number: number }) | null> {
  const [row] = await db
    .select({ move: versionMove, number: funnelVersion.number })
    .from(versionMove)
    .innerJoin(
      funnelVersion,
      and(eq(funnelVersion.workspaceId, workspaceId), eq(funnelVersion.id, versionMove.versionId)),
    )
    .where(and(eq(versionMove.workspaceId, workspaceId), eq(versionMove.funnelId, funnelId)))
    .orderBy(desc(versionMove.startedAt))
    .limit(1);
  return row ? { ...movingOf(row.move), number: row.number ?? 0 } : null;
}

/** One version with its drawing. Null when the funnel has none of that number. */
export async function findVersion(
  db: Db,
  { workspaceId, funnelId, number }: Scope & { number: number },
): Promise<{ id: string; number: number; flow: Flow; publishedAt: Date; publishedBy: string | null } | null> {
  const [row] = await db
    .select({ version: funnelVersion, by: user.name })
    .from(funnelVersion)
    .leftJoin(user, eq(user.id, funnelVersion.publishedBy))
    .where(
      and(
        eq(funnelVersion.workspaceId, workspaceId),
        eq(funnelVersion.funnelId, funnelId),
        eq(funnelVersion.number, number),
      ),
    );
  return row
    ? {
        id: row.version.id,
        number,
        flow: row.version.flow,
        publishedAt: row.version.publishedAt,
        publishedBy: row.by,
      }
    : null;
}
