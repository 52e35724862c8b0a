"use client";

import { AccountForm } from "./account-form";
import { NewPasswordField } from "./account-inputs";
import { postToAuth } from "./post-to-auth";

export function ResetPasswordForm({ token }: { token: string }) {
  return (
    <AccountForm
      verb="Set the password"
      submit={async ({ password = "" }) => {
        const failure = await postToAuth(
          "reset-password",
          { token, newPassword: password },
          { INVALID_TOKEN: "This link was used already, or is older than an hour. Ask for a new one." },
        );
        if (failure === null) window.location.assign("/sign-in?password=changed");
        return failure;
      }}
    >
      <NewPasswordField label="New password" />
    </AccountForm>
  );
}
