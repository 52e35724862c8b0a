import type { Metadata } from "next";
import { ForgotPasswordForm } from "@/components/account/forgot-password-form";
import { TextLink } from "@/components/account/text-link";
import { AuthCard } from "@/components/shell/auth-card";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "Forgot your password?" };
// The answer depends on settings that a build does not know.
export const dynamic = "force-dynamic";

export default function ForgotPasswordPage() {
  const { RESEND_API_KEY, SYSTEM_MAIL_FROM } = env();
  return (
    <AuthCard
      title="Forgot your password?"
      description="You get a link with which you set a new one."
      foot={<TextLink href="/sign-in">Back to sign in</TextLink>}
    >
      <ForgotPasswordForm
        whereItGoes={
          RESEND_API_KEY && SYSTEM_MAIL_FROM
            ? "Look into your mail."
            : "No mail provider is connected, so it is printed in the terminal where the app runs."
        }
      />
    </AuthCard>
  );
}
