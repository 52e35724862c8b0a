import type { Metadata } from "next";
import { z } from "zod";
import { requireMember } from "@/app/_server/session";
import { InboxScreen } from "@/components/inbox/inbox-screen";
import { db } from "@/db/client";
import { listInbox } from "@/db/queries/inbox";
import { countUnknown } from "@/db/queries/unknown-mail";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { env } from "@/lib/env";
import { openMail, searchInbox } from "./actions";
import { toInboxEntry } from "./to-inbox-mail";

/** What the rail calls this screen: mail that stays here is not called sent. */
async function inboxName(workspaceId: string): Promise<string> {
  if (!env().RESEND_API_KEY) return "Test inbox";
  const settings = await findWorkspaceSettings(db(), { workspaceId });
  return settings?.demo ? "Test inbox" : "Sent mail";
}

export async function generateMetadata(): Promise<Metadata> {
  const { workspaceId } = await requireMember();
  return { title: await inboxName(workspaceId) };
}

type Props = { searchParams: Promise<{ mail?: string | string[] }> };

/** `?mail=<id>` opens that one. */
export default async function InboxPage({ searchParams }: Props) {
  const { workspaceId } = await requireMember();
  const wanted = z.uuid().safeParse((await searchParams).mail).data ?? null;
  const [mails, settings, name, unknown] = await Promise.all([
    listInbox(db(), { workspaceId }),
    findWorkspaceSettings(db(), { workspaceId }),
    inboxName(workspaceId),
    countUnknown(db(), { workspaceId }),
  ]);
  return (
    <>
      <h1 className="sr-only">{name}</h1>
      <InboxScreen
        mails={mails.map(toInboxEntry)}
        zone={settings?.timeZone ?? "UTC"}
        search={searchInbox}
        open={openMail}
        first={wanted}
        unknown={unknown}
      />
    </>
  );
}
