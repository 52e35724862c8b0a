import "server-only";
import { and, desc, eq, gt, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { invitation, user, workspace } from "@/db/schema";
import { asMemberRole, type MemberRole } from "@/lib/member-role";

const isOpen = and(eq(invitation.status, "pending"), gt(invitation.expiresAt, sql`now()`));

/** The id is the secret of the link: whoever has it may join. Show it to owners only. */
export type InvitationRow = { id: string; email: string; role: MemberRole; expiresAt: Date };

/** The invitations of a workspace that may still be accepted, newest first. */
export async function listInvitations(
  db: Db,
  { workspaceId }: { workspaceId: string },
): Promise<InvitationRow[]> {
  const rows = await db
    .select({
      id: invitation.id,
      email: invitation.email,
      role: invitation.role,
      expiresAt: invitation.expiresAt,
    })
    .from(invitation)
    .where(and(eq(invitation.workspaceId, workspaceId), isOpen))
    .orderBy(desc(invitation.createdAt));
  return rows.flatMap((row) => {
    const role = asMemberRole(row.role ?? "");
    return role ? [{ ...row, role }] : [];
  });
}

/** False when the workspace has no such invitation, or it is no longer open. */
export async function revokeInvitation(
  db: Db,
  { workspaceId, invitationId }: { workspaceId: string; invitationId: string },
): Promise<boolean> {
  const rows = await db
    .update(invitation)
    .set({ status: "canceled" })
    .where(and(eq(invitation.workspaceId, workspaceId), eq(invitation.id, invitationId), isOpen))
    .returning({ id: invitation.id });
  return rows.length > 0;
}

export type OpenInvitation = {
  email: string;
  role: MemberRole;
  workspaceName: string;
  inviterName: string;
  /** Whether the invited address can sign in already. */
  hasAccount: boolean;
};

/** What the link of an invitation shows. Null when nobody may accept it any more. */
export async function findOpenInvitation(
  db: Db,
  { invitationId }: { invitationId: string },
): Promise<OpenInvitation | null> {
  const [row] = await db
    .select({
      email: invitation.email,
      role: invitation.role,
      workspaceName: workspace.name,
      inviterName: user.name,
      hasAccount: sql<boolean>`exists (select from "user" invited where invited.email = ${invitation.email})`,
    })
    .from(invitation)
    .innerJoin(workspace, eq(workspace.id, invitation.workspaceId))
    .innerJoin(user, eq(user.id, invitation.inviterId))
    .where(and(eq(invitation.id, invitationId), isOpen));
  const role = asMemberRole(row?.role ?? "");
  return row && role ? { ...row, role } : null;
}
