"use client";

import type { Result } from "@/lib/result";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { AccountForm } from "./account-form";
import { NameField, NewPasswordField } from "./account-inputs";

type InvitedAccountFormProps = {
  invitationId: string;
  /** The address that was invited; the account is made for it. */
  email: string;
  create: (values: { invitationId: string; name: string; password: string }) => Promise<Result<null>>;
};

export function InvitedAccountForm({ invitationId, email, create }: InvitedAccountFormProps) {
  return (
    <AccountForm
      verb="Create the account and join"
      submit={async ({ name = "", password = "" }) => {
        const made = await create({ invitationId, name, password });
        if (!made.ok) return made.message;
        window.location.assign("/");
        return null;
      }}
    >
      <Field label="Email" help="The invitation is for this address.">
        <Input type="email" name="email" autoComplete="username" value={email} readOnly />
      </Field>
      <NameField />
      <NewPasswordField />
    </AccountForm>
  );
}
