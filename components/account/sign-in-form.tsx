"use client";

import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { AccountForm } from "./account-form";
import { EmailField } from "./account-inputs";
import { postToAuth } from "./post-to-auth";
import { TextLink } from "./text-link";

/** `next` is a path of ours. */
export function SignInForm({ next }: { next: string }) {
  return (
    <AccountForm
      verb="Sign in"
      submit={async ({ email = "", password = "" }) => {
        const failure = await postToAuth(
          "sign-in/email",
          { email: email.trim(), password },
          {
            INVALID_EMAIL_OR_PASSWORD:
              "Email and password do not match. Try again, or ask for a new password.",
            INVALID_EMAIL: "This is not an email address.",
          },
        );
        if (failure === null) window.location.assign(next);
        return failure;
      }}
    >
      <EmailField autoFocus />
      <Field label="Password" required aside={<TextLink href="/forgot-password">Forgot it?</TextLink>}>
        <Input type="password" name="password" autoComplete="current-password" maxLength={128} />
      </Field>
    </AccountForm>
  );
}
