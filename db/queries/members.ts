import "server-only";
import { asc, desc, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { member, workspace } from "@/db/schema";
import { asMemberRole, type MemberRole } from "@/lib/member-role";

export type Membership = { workspaceId: string; workspaceName: string; role: MemberRole };

/**
 * Where a person works: the workspace they chose last, while they are still a member of it, otherwise the first
 * they joined. Null when they belong to none.
 */
export async function findMembership(
  db: Db,
  { userId, chosen }: { userId: string; chosen: string | null },
): Promise<Membership | null> {
  const [row] = await db
    .select({ workspaceId: workspace.id, workspaceName: workspace.name, role: member.role })
    .from(member)
    .innerJoin(workspace, eq(workspace.id, member.workspaceId))
    .where(eq(member.userId, userId))
    .orderBy(desc(sql`${workspace.id} = ${chosen ?? ""}`), asc(member.createdAt), asc(member.id))
    .limit(1);
  const role = row && asMemberRole(row.role);
  return row && role ? { ...row, role } : null;
}

/** The workspaces of a person, in the order they joined. */
export function listMemberships(db: Db, { userId }: { userId: string }) {
  return db
    .select({ id: workspace.id, name: workspace.name })
    .from(member)
    .innerJoin(workspace, eq(workspace.id, member.workspaceId))
    .where(eq(member.userId, userId))
    .orderBy(asc(member.createdAt), asc(member.id));
}
