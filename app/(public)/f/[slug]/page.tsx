import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { FormNote } from "@/components/forms/form-note";
import { type FormProblem, OptInForm } from "@/components/forms/opt-in-form";
import { PublicPage } from "@/components/shell/public-page";
import { db } from "@/db/client";
import { findForm } from "@/db/queries/funnels";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { knownAs } from "@/lib/mail/known-as";
import { formOf, MEASURING } from "./form-of";
import { TYPED_COOKIE, typedOf } from "./typed";

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ sent?: string; problem?: string }>;
};

const formAt = cache(async (slug: string) => {
  const found = await findForm(db(), slug);
  return found && { ...found, words: formOf(found.flow) };
});

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const found = await formAt((await params).slug);
  return { title: { absolute: found?.words?.form.title || "Form" }, robots: { index: false } };
}

const problems: Readonly<Record<string, FormProblem>> = {
  email: { at: "email", message: "This is not an email address we can write to. Please look at it again." },
  busy: {
    at: "form",
    message: "Too many forms were sent from your network. Please try again in a few minutes.",
  },
};

/** The hosted form of a funnel, in the words of its live version. */
export default async function HostedForm({ params, searchParams }: Props) {
  const [{ slug }, { sent, problem }] = await Promise.all([params, searchParams]);
  const found = await formAt(slug);
  if (!found) notFound();
  const settings = await findWorkspaceSettings(db(), { workspaceId: found.workspaceId });
  const { words } = found;
  return (
    <PublicPage
      top={<span className="font-medium text-ink-soft">{knownAs(settings)}</span>}
      foot={settings?.postalAddress || undefined}
    >
      {!words ? (
        <FormNote title="This form is not open yet">Please come back later.</FormNote>
      ) : sent === "1" ? (
        <FormNote title={words.form.thanks || "Thank you."} good />
      ) : (
        <OptInForm
          action={`/f/${slug}/submit`}
          submission={randomUUID()}
          words={words.form}
          consentRequired={words.consentRequired}
          measuring={settings?.opens === "consent" ? MEASURING : null}
          problem={problem ? (problems[problem] ?? null) : null}
          typed={problem ? typedOf((await cookies()).get(TYPED_COOKIE)?.value) : null}
        />
      )}
    </PublicPage>
  );
}
