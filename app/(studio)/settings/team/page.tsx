import type { Metadata } from "next";
import { invitationUrl } from "@/app/_server/auth";
import { requireMember } from "@/app/_server/session";
import { InviteForm } from "@/components/settings/invite-form";
import { OpenInvitations } from "@/components/settings/open-invitations";
import { TeamList } from "@/components/settings/team-list";
import { Banner } from "@/components/ui/banner";
import { db } from "@/db/client";
import { listInvitations } from "@/db/queries/invitations";
import { listMembers } from "@/db/queries/members";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { env } from "@/lib/env";
import { dateIn } from "@/lib/time/calendar";
import { sayDate } from "@/lib/time/say-date";
import { invite, remove, setRole, takeBackInvitation } from "./actions";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage() {
  const { workspaceId, userId, role } = await requireMember();
  const mayChange = role === "owner";
  const [members, settings] = await Promise.all([
    listMembers(db(), { workspaceId }),
    findWorkspaceSettings(db(), { workspaceId }),
  ]);
  const zone = settings?.timeZone ?? "UTC";
  // The link alone lets somebody in, so nobody but an owner gets to see one.
  const invitations = mayChange ? await listInvitations(db(), { workspaceId }) : [];
  const { APP_URL, RESEND_API_KEY, SYSTEM_MAIL_FROM } = env();
  return (
    <div className="flex flex-col gap-8">
      {mayChange ? (
        <InviteForm invite={invite} isMailed={Boolean(RESEND_API_KEY && SYSTEM_MAIL_FROM)} />
      ) : (
        <Banner>Only an owner of this workspace can change the team.</Banner>
      )}
      <OpenInvitations
        invitations={invitations.map(({ id, email, role, expiresAt }) => ({
          id,
          email,
          role,
          until: sayDate(dateIn(zone, expiresAt.getTime())),
          url: invitationUrl(APP_URL, id),
        }))}
        takeBack={takeBackInvitation}
      />
      <TeamList
        members={members.map(({ memberId, userId: id, name, email, role }) => ({
          memberId,
          name,
          email,
          role,
          isYou: id === userId,
        }))}
        mayChange={mayChange}
        setRole={setRole}
        remove={remove}
      />
    </div>
  );
}
