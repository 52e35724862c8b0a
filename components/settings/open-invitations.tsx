"use client";

import { useRouter } from "next/navigation";
import { type MemberRole, roleNames } from "@/lib/member-role";
import type { Result } from "@/lib/result";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { toast } from "../ui/toaster";
import { Confirm } from "./confirm";

type OpenInvitation = {
  id: string;
  email: string;
  role: MemberRole;
  /** Last day it can be accepted, in words. */
  until: string;
  url: string;
};

type OpenInvitationsProps = {
  invitations: readonly OpenInvitation[];
  takeBack: (asked: { invitationId: string }) => Promise<Result<null>>;
};

/** Nothing when there are none. */
export function OpenInvitations({ invitations, takeBack }: OpenInvitationsProps) {
  const router = useRouter();
  if (invitations.length === 0) return null;
  return (
    <section aria-labelledby="invitations" className="flex flex-col gap-3">
      <h2 id="invitations" className="text-lg font-semibold">
        Invited, not here yet
      </h2>
      <ul className="rounded-lg border border-line bg-surface">
        {invitations.map(({ id, email, role, until, url }) => (
          <li
            key={id}
            className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2.5 last:border-b-0"
          >
            <div className="min-w-0 flex-1 basis-48">
              <p className="truncate font-medium">{email}</p>
              <p className="text-sm text-ink-soft">Until {until}</p>
            </div>
            <Badge>{roleNames[role]}</Badge>
            <CopyButton text={url} label="Copy link" size="sm" />
            <Confirm
              trigger={
                <Button size="sm" aria-label={`Take back the invitation of ${email}`}>
                  Take back
                </Button>
              }
              title="Take back the invitation?"
              description={`The link for ${email} stops working. You can invite the same address again.`}
              verb="Take it back"
              act={() => takeBack({ invitationId: id })}
              onDone={() => {
                toast(`The invitation of ${email} is taken back`);
                router.refresh();
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
