"use client";

import type { Result } from "@/lib/result";
import { AccountForm } from "./account-form";
import { EmailField, NameField, NewPasswordField, WorkspaceNameField } from "./account-inputs";

type NewAccountFormProps = {
  verb: string;
  /** A path of ours to go on to. */
  next?: string;
  /** A server action that makes the account and signs in. */
  create: (values: {
    name: string;
    email: string;
    password: string;
    workspaceName: string;
  }) => Promise<Result<null>>;
};

export function NewAccountForm({ verb, next = "/", create }: NewAccountFormProps) {
  return (
    <AccountForm
      verb={verb}
      submit={async ({ name = "", email = "", password = "", workspaceName = "" }) => {
        const made = await create({ name, email, password, workspaceName });
        if (!made.ok) return made.message;
        window.location.assign(next);
        return null;
      }}
    >
      <NameField />
      <EmailField />
      <NewPasswordField />
      <WorkspaceNameField />
    </AccountForm>
  );
}
