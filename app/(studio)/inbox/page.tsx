import type { Metadata } from "next";
import { requireMember } from "@/app/_server/session";
import { InboxScreen } from "@/components/inbox/inbox-screen";
import { db } from "@/db/client";
import { listInbox } from "@/db/queries/inbox";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { openMail, searchInbox } from "./actions";
import { toInboxEntry } from "./to-inbox-mail";

export const metadata: Metadata = { title: "Test inbox" };

export default async function InboxPage() {
  const { workspaceId } = await requireMember();
  const [mails, settings] = await Promise.all([
    listInbox(db(), { workspaceId }),
    findWorkspaceSettings(db(), { workspaceId }),
  ]);
  return (
    <InboxScreen
      mails={mails.map(toInboxEntry)}
      zone={settings?.timeZone ?? "UTC"}
      search={searchInbox}
      open={openMail}
    />
  );
}
