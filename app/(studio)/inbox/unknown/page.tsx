import type { Metadata } from "next";
import { requireMember } from "@/app/_server/session";
import { UnknownList } from "@/components/inbox/unknown-list";
import { PageFrame } from "@/components/shell/page-frame";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { db } from "@/db/client";
import { countUnknown, listUnknown } from "@/db/queries/unknown-mail";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { mayAs } from "@/lib/member-role";
import { decideUnknownMail } from "../actions";

export const metadata: Metadata = { title: "Perhaps sent" };

const ABOUT =
  "We do not know whether these were sent: the provider took the call and never answered. They are not sent again by themselves, because that could bring somebody the same email twice; their people went on as if they had got it. Look for them in the provider’s list and mark them. Whatever is opened or reported as delivered settles by itself.";

/** Mails whose answer never came, for somebody who has looked at the provider's list. */
export default async function UnknownMailPage() {
  const { workspaceId, role } = await requireMember();
  const [mails, total, settings] = await Promise.all([
    listUnknown(db(), { workspaceId }),
    countUnknown(db(), { workspaceId }),
    findWorkspaceSettings(db(), { workspaceId }),
  ]);
  const back = (
    <Button asChild size="sm">
      <Link href="/inbox">Back to the mail</Link>
    </Button>
  );
  return (
    <PageFrame>
      <PageHeader
        title="Perhaps sent"
        description={mails.length === 0 ? undefined : ABOUT}
        actions={mails.length === 0 ? undefined : back}
      />
      {mails.length === 0 ? (
        <EmptyState action={back}>Of every email it is known what became of it.</EmptyState>
      ) : (
        <UnknownList
          key={workspaceId}
          mails={mails.map(({ at, ...mail }) => ({ ...mail, at: new Date(at).toISOString() }))}
          total={total}
          zone={settings?.timeZone ?? "UTC"}
          mayDecide={mayAs(role, "editor")}
          decide={decideUnknownMail}
        />
      )}
    </PageFrame>
  );
}
