import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FormNote } from "@/components/forms/form-note";
import { PublicPage } from "@/components/shell/public-page";
import { Button } from "@/components/ui/button";
import { db } from "@/db/client";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { findRecipient } from "@/lib/engine/unsubscribe";
import { knownAs } from "@/lib/mail/known-as";

export const metadata: Metadata = { title: { absolute: "Unsubscribe" }, robots: { index: false } };

/** Asks before it changes anything: scanners open every link of a mail. */
export default async function UnsubscribePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const recipient = await findRecipient(db(), token);
  if (!recipient) notFound();
  const { workspaceId, address } = recipient;
  const settings = await findWorkspaceSettings(db(), { workspaceId });
  const sender = knownAs(settings);
  return (
    <PublicPage
      top={<span className="font-medium text-ink-soft">{sender}</span>}
      foot={settings?.postalAddress || undefined}
    >
      {recipient.subscribed ? (
        <form
          method="post"
          action={`/u/${token}/answer`}
          className="grid gap-5 rounded-xl border border-line bg-surface p-6"
        >
          <div className="grid gap-2">
            <h1 className="text-xl font-semibold text-balance wrap-anywhere">Stop emails from {sender}?</h1>
            <p className="text-pretty text-ink-soft">
              No more marketing email will go to <span className="wrap-anywhere">{address}</span>. What you
              asked for, such as a receipt, still comes.
            </p>
          </div>
          <Button type="submit" variant="primary" size="lg">
            Unsubscribe
          </Button>
        </form>
      ) : (
        <FormNote title="You are unsubscribed" good>
          {sender} sends no more marketing email to <span className="wrap-anywhere">{address}</span>.
        </FormNote>
      )}
    </PublicPage>
  );
}
