"use client";

import { type ReactNode, useState } from "react";
import { Banner } from "../ui/banner";
import { AccountForm } from "./account-form";
import { EmailField } from "./account-inputs";
import { postToAuth } from "./post-to-auth";

/** `whereItGoes`: how the link arrives, shown once it was asked for. */
export function ForgotPasswordForm({ whereItGoes }: { whereItGoes: ReactNode }) {
  const [asked, setAsked] = useState<string | null>(null);
  if (asked !== null) {
    return (
      <Banner tone="good" live title="Your link is on its way">
        If {asked} has an account, it gets a link for a new password, which works for an hour. {whereItGoes}
      </Banner>
    );
  }
  return (
    <AccountForm
      verb="Send the link"
      submit={async ({ email = "" }) => {
        const failure = await postToAuth("request-password-reset", { email: email.trim() }, {});
        if (failure === null) setAsked(email.trim());
        return failure;
      }}
    >
      <EmailField autoFocus />
    </AccountForm>
  );
}
