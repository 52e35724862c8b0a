import "server-only";
import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { demo, member, workspaceSettings } from "@/db/schema";

/** How far the making of a demo workspace is, in people. */
export type DemoProgress = { made: number; total: number; finished: boolean };

/** Null when this workspace is no demo, or nothing was begun there. */
export async function findDemoProgress(
  db: Db,
  { workspaceId }: { workspaceId: string },
): Promise<DemoProgress | null> {
  const [row] = await db
    .select({ made: demo.made, total: demo.total, finishedAt: demo.finishedAt })
    .from(demo)
    .where(eq(demo.workspaceId, workspaceId));
  return row ? { made: row.made, total: row.total, finished: row.finishedAt !== null } : null;
}

/** The workspaces that are kept for a demo, made or not. */
export async function listDemoWorkspaces(db: Db): Promise<string[]> {
  const rows = await db
    .select({ id: workspaceSettings.workspaceId })
    .from(workspaceSettings)
    .where(eq(workspaceSettings.demo, true));
  return rows.map(({ id }) => id);
}

/** A demo that this person can look at, made or in the making. Null when there is none. */
export async function findDemoOf(db: Db, { userId }: { userId: string }): Promise<string | null> {
  const [row] = await db
    .select({ id: demo.workspaceId })
    .from(demo)
    .innerJoin(member, and(eq(member.workspaceId, demo.workspaceId), eq(member.userId, userId)))
    .limit(1);
  return row?.id ?? null;
}
