import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PublicPage } from "@/components/shell/public-page";
import { Button } from "@/components/ui/button";
import { db } from "@/db/client";
import { findRecipient } from "@/lib/engine/unsubscribe";

export const metadata: Metadata = { title: "Unsubscribe", robots: { index: false } };

/** Asks before it changes anything: scanners open every link of a mail. */
export default async function UnsubscribePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const recipient = await findRecipient(db(), token);
  if (!recipient) notFound();
  return (
    <PublicPage>
      {recipient.subscribed ? (
        <form method="post" action={`/u/${token}/answer`} className="grid gap-4">
          <h1 className="text-xl font-semibold">Stop emails from {recipient.workspaceName}?</h1>
          <p className="text-ink-soft">
            No more marketing email will go to {recipient.address}. What you asked for, such as a receipt,
            still comes.
          </p>
          <Button type="submit" variant="primary" size="lg">
            Unsubscribe
          </Button>
        </form>
      ) : (
        <div className="grid gap-2" role="status">
          <h1 className="text-xl font-semibold">You are unsubscribed</h1>
          <p className="text-ink-soft">
            {recipient.workspaceName} sends no more marketing email to {recipient.address}.
          </p>
        </div>
      )}
    </PublicPage>
  );
}
