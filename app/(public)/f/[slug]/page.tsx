import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { OptInForm } from "@/components/forms/opt-in-form";
import { PublicPage } from "@/components/shell/public-page";
import { db } from "@/db/client";
import { findForm } from "@/db/queries/funnels";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { formOf } from "./form-of";

export const metadata: Metadata = { title: "Sign up", robots: { index: false } };

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ sent?: string; problem?: string }>;
};

/** The hosted form of a funnel, in the words of its live version. */
export default async function HostedForm({ params, searchParams }: Props) {
  const [{ slug }, { sent, problem }] = await Promise.all([params, searchParams]);
  const found = await findForm(db(), slug);
  if (!found) notFound();
  const settings = await findWorkspaceSettings(db(), { workspaceId: found.workspaceId });
  const words = formOf(found.flow);
  const foot = settings?.postalAddress || undefined;
  if (!words) {
    return (
      <PublicPage top={<span className="font-medium">{settings?.name}</span>} foot={foot}>
        <h1 className="text-xl font-semibold">This form is not open yet</h1>
        <p className="mt-2 text-ink-soft">Please come back later.</p>
      </PublicPage>
    );
  }
  return (
    <PublicPage top={<span className="font-medium">{settings?.name}</span>} foot={foot}>
      {sent === "1" ? (
        <p role="status" className="text-center text-lg text-pretty">
          {words.form.thanks || "Thank you."}
        </p>
      ) : (
        <OptInForm
          action={`/f/${slug}/submit`}
          submission={randomUUID()}
          words={words.form}
          consentRequired={words.consentRequired}
          asksToMeasure={settings?.opens === "consent"}
          problem={
            problem === "email"
              ? "This is not an email address. Please look at it again."
              : problem === "busy"
                ? "Too many forms were sent from your network. Please try again in a few minutes."
                : null
          }
        />
      )}
    </PublicPage>
  );
}
