import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { nextPath, withNext } from "@/app/_server/next-path";
import { currentMember } from "@/app/_server/session";
import { SignInForm } from "@/components/account/sign-in-form";
import { TextLink } from "@/components/account/text-link";
import { AuthCard } from "@/components/shell/auth-card";
import { Banner } from "@/components/ui/banner";
import { db } from "@/db/client";
import { hasAccounts } from "@/db/queries/accounts";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const asked = await searchParams;
  const next = nextPath(asked.next);
  if (await currentMember()) redirect(next);
  if (!(await hasAccounts(db()))) redirect("/welcome");
  return (
    <AuthCard
      title="Sign in"
      foot={
        env().ALLOW_SIGN_UP ? (
          <>
            New here? <TextLink href={withNext("/sign-up", next)}>Create an account</TextLink>
          </>
        ) : (
          "New here? Ask an owner of the workspace for an invitation."
        )
      }
    >
      {asked.password === "changed" ? (
        <Banner tone="good">Your password is changed. Sign in with it.</Banner>
      ) : null}
      <SignInForm next={next} />
    </AuthCard>
  );
}
