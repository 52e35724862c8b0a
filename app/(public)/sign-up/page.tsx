import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { nextPath, withNext } from "@/app/_server/next-path";
import { currentMember } from "@/app/_server/session";
import { NewAccountForm } from "@/components/account/new-account-form";
import { TextLink } from "@/components/account/text-link";
import { WayOn } from "@/components/account/way-on";
import { AuthCard } from "@/components/shell/auth-card";
import { env } from "@/lib/env";
import { signUp } from "./actions";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage({ searchParams }: PageProps<"/sign-up">) {
  const next = nextPath((await searchParams).next);
  if (await currentMember()) redirect(next as never);
  if (!env().ALLOW_SIGN_UP) {
    return (
      <AuthCard
        title="By invitation only"
        description="Accounts are made by invitation here. Ask an owner of the workspace for one; it comes as a link."
      >
        <WayOn href={withNext("/sign-in", next)}>Sign in</WayOn>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title="Create an account"
      foot={
        <>
          You have one? <TextLink href={withNext("/sign-in", next)}>Sign in</TextLink>
        </>
      }
    >
      <NewAccountForm verb="Create the account" next={next} create={signUp} />
    </AuthCard>
  );
}
