"use client";

import type { Result } from "@/lib/result";
import { AccountForm } from "./account-form";

type JoinFormProps = {
  invitationId: string;
  join: (values: { invitationId: string }) => Promise<Result<null>>;
};

/** For somebody who is signed in with the invited address. */
export function JoinForm({ invitationId, join }: JoinFormProps) {
  return (
    <AccountForm
      verb="Join"
      submit={async () => {
        const joined = await join({ invitationId });
        if (!joined.ok) return joined.message;
        window.location.assign("/");
        return null;
      }}
    />
  );
}
