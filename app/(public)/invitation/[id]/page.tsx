import type { Metadata } from "next";
import { signedIn } from "@/app/_server/session";
import { signOut } from "@/app/_server/shell-actions";
import { InvitedAccountForm } from "@/components/account/invited-account-form";
import { JoinForm } from "@/components/account/join-form";
import { WayOn } from "@/components/account/way-on";
import { AuthCard } from "@/components/shell/auth-card";
import { Button } from "@/components/ui/button";
import { db } from "@/db/client";
import { findOpenInvitation } from "@/db/queries/invitations";
import { roleNames, roleSentences } from "@/lib/member-role";
import { acceptInvitation, createInvitedAccount } from "./actions";

export const metadata: Metadata = { title: "Invitation", robots: { index: false } };

export default async function InvitationPage({ params }: PageProps<"/invitation/[id]">) {
  const { id } = await params;
  const [invitation, person] = await Promise.all([
    findOpenInvitation(db(), { invitationId: id }),
    signedIn(),
  ]);
  if (!invitation) {
    return (
      <AuthCard
        title="This invitation is over"
        description="It was accepted, taken back, or is older than 7 days. Ask an owner of the workspace for a new one."
      >
        {person ? <WayOn href="/">Go to your workspace</WayOn> : <WayOn href="/sign-in">Sign in</WayOn>}
      </AuthCard>
    );
  }
  const { email, role, workspaceName, inviterName, hasAccount } = invitation;
  return (
    <AuthCard
      title={`Join ${workspaceName}`}
      description={`${inviterName} invites you as ${roleNames[role].toLowerCase()}. ${roleSentences[role]}`}
      foot={person ? `You are signed in as ${person.userEmail}.` : null}
    >
      {person?.userEmail === email ? (
        <JoinForm invitationId={id} join={acceptInvitation} />
      ) : person ? (
        <form action={signOut} className="flex flex-col gap-4">
          <p className="text-ink-soft">
            The invitation is for {email}. Sign out, then open this link again to join with that address.
          </p>
          <Button type="submit" size="lg">
            Sign out
          </Button>
        </form>
      ) : hasAccount ? (
        <div className="flex flex-col gap-4">
          <p className="text-ink-soft">{email} has an account. Sign in with it to join.</p>
          <WayOn href={`/sign-in?next=${encodeURIComponent(`/invitation/${id}`)}`}>Sign in</WayOn>
        </div>
      ) : (
        <InvitedAccountForm invitationId={id} email={email} create={createInvitedAccount} />
      )}
    </AuthCard>
  );
}
