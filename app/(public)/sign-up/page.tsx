import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { currentMember } from "@/app/_server/session";
import { NewAccountForm } from "@/components/account/new-account-form";
import { AuthCard } from "@/components/shell/auth-card";
import { env } from "@/lib/env";
import { signUp } from "./actions";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage() {
  if (await currentMember()) redirect("/");
  const toSignIn = <Link href="/sign-in">Sign in</Link>;
  if (!env().ALLOW_SIGN_UP) {
    return (
      <AuthCard
        title="By invitation only"
        description="Accounts are made by invitation here. Ask an owner of the workspace for one; it comes as a link."
        foot={<>You have an account? {toSignIn}</>}
      >
        {null}
      </AuthCard>
    );
  }
  return (
    <AuthCard title="Create an account" foot={<>You have one? {toSignIn}</>}>
      <NewAccountForm verb="Create the account" create={signUp} />
    </AuthCard>
  );
}
