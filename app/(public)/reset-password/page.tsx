import type { Metadata } from "next";
import { ResetPasswordForm } from "@/components/account/reset-password-form";
import { TextLink } from "@/components/account/text-link";
import { WayOn } from "@/components/account/way-on";
import { AuthCard } from "@/components/shell/auth-card";

export const metadata: Metadata = { title: "Set a new password", robots: { index: false } };

export default async function ResetPasswordPage({ searchParams }: PageProps<"/reset-password">) {
  const { token } = await searchParams;
  if (typeof token !== "string" || token === "") {
    return (
      <AuthCard
        title="This link is not complete"
        description="Copy the whole address from the mail, or ask for a new link."
      >
        <WayOn href="/forgot-password">Ask for a new link</WayOn>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title="Set a new password"
      description="Every browser that is signed in with the old one is signed out."
      foot={<TextLink href="/forgot-password">Ask for a new link</TextLink>}
    >
      <ResetPasswordForm token={token} />
    </AuthCard>
  );
}
