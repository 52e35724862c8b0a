import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Db, Pool, Tx } from "@/db/client";
import { member, user, workspace } from "@/db/schema";
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

export type MemberRow = {
  memberId: string;
  userId: string;
  name: string;
  email: string;
  role: MemberRole;
  joinedAt: Date;
};

/** Everybody in a workspace, in the order they joined. */
export async function listMembers(db: Db, { workspaceId }: { workspaceId: string }): Promise<MemberRow[]> {
  const rows = await db
    .select({
      memberId: member.id,
      userId: user.id,
      name: user.name,
      email: user.email,
      role: member.role,
      joinedAt: member.createdAt,
    })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(eq(member.workspaceId, workspaceId))
    .orderBy(asc(member.createdAt), asc(member.id));
  return rows.flatMap((row) => {
    const role = asMemberRole(row.role);
    return role ? [{ ...row, role }] : [];
  });
}

/** "last-owner": a workspace keeps at least one. "gone": no such member here. */
export type TeamChange = "done" | "gone" | "last-owner";

export function changeMemberRole(
  pool: Pool,
  { workspaceId, memberId, role }: { workspaceId: string; memberId: string; role: MemberRole },
): Promise<TeamChange> {
  return pool.transaction(async (tx) => {
    const found = await lockMember(tx, { workspaceId, memberId });
    if (!found) return "gone";
    if (found.isLastOwner && role !== "owner") return "last-owner";
    await tx.update(member).set({ role }).where(inWorkspace(workspaceId, memberId));
    return "done";
  });
}

export function removeMember(
  pool: Pool,
  { workspaceId, memberId }: { workspaceId: string; memberId: string },
): Promise<TeamChange> {
  return pool.transaction(async (tx) => {
    const found = await lockMember(tx, { workspaceId, memberId });
    if (!found) return "gone";
    if (found.isLastOwner) return "last-owner";
    await tx.delete(member).where(inWorkspace(workspaceId, memberId));
    return "done";
  });
}

const inWorkspace = (workspaceId: string, memberId: string) =>
  and(eq(member.workspaceId, workspaceId), eq(member.id, memberId));

/** One change to a team at a time: two owners who remove each other at once must not leave it without any. */
async function lockMember(tx: Tx, { workspaceId, memberId }: { workspaceId: string; memberId: string }) {
  await tx.select({ id: workspace.id }).from(workspace).where(eq(workspace.id, workspaceId)).for("update");
  const owners = await tx
    .select({ id: member.id })
    .from(member)
    .where(and(eq(member.workspaceId, workspaceId), eq(member.role, "owner")));
  const [found] = await tx.select({ id: member.id }).from(member).where(inWorkspace(workspaceId, memberId));
  return found ? { isLastOwner: owners.length === 1 && owners[0]?.id === memberId } : null;
}
