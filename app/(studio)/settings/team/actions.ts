"use server";

import { isAPIError } from "better-auth/api";
import { headers } from "next/headers";
import { z } from "zod";
import { emailAddress } from "@/app/_server/account-fields";
import { action } from "@/app/_server/action";
import { auth, invitationUrl } from "@/app/_server/auth";
import { db } from "@/db/client";
import { revokeInvitation } from "@/db/queries/invitations";
import { changeMemberRole, removeMember, type TeamChange } from "@/db/queries/members";
import { env } from "@/lib/env";
import { memberRoles } from "@/lib/member-role";
import { ok, problem } from "@/lib/result";

const role = z.enum(memberRoles, "Choose what the person may do.");
const id = z.string().min(1).max(64);

const refusals: Record<string, string> = {
  USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION: "This person is in the workspace already.",
  INVITATION_LIMIT_REACHED: "A hundred invitations are open. Take some back first.",
};

/** Makes a link for one address and mails it. A second invitation of the same address replaces the first. */
export const invite = action(
  z.strictObject({ email: emailAddress, role }),
  { role: "owner" },
  async (asked, { workspaceId }) => {
    try {
      const invitation = await auth().api.createInvitation({
        body: { ...asked, organizationId: workspaceId },
        headers: await headers(),
      });
      return ok({ email: invitation.email, url: invitationUrl(env().APP_URL, invitation.id) });
    } catch (error) {
      const refusal = isAPIError(error) && refusals[String(error.body?.code)];
      if (!refusal) throw error;
      return problem("refused", refusal);
    }
  },
);

export const takeBackInvitation = action(
  z.strictObject({ invitationId: id }),
  { role: "owner" },
  async ({ invitationId }, { workspaceId }) =>
    (await revokeInvitation(db(), { workspaceId, invitationId }))
      ? ok(null)
      : problem("gone", "This invitation was accepted or taken back meanwhile."),
);

export const setRole = action(
  z.strictObject({ memberId: id, role }),
  { role: "owner" },
  async (asked, { workspaceId }) => said(await changeMemberRole(db(), { workspaceId, ...asked })),
);

export const remove = action(
  z.strictObject({ memberId: id }),
  { role: "owner" },
  async (asked, { workspaceId }) => said(await removeMember(db(), { workspaceId, ...asked })),
);

function said(change: TeamChange) {
  if (change === "done") return ok(null);
  return change === "gone"
    ? problem("gone", "This person is not in the workspace any more.")
    : problem("last-owner", "A workspace needs an owner. Make somebody else an owner first.");
}
