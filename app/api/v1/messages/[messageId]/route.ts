import { sayMoment } from "@/app/_rest/fields";
import { readMessage } from "@/app/_rest/messages";
import { apiRoute, notFound } from "@/app/_server/api";
import { db } from "@/db/client";
import { findMessage } from "@/db/queries/message-pages";
import type { FrozenMail } from "@/db/schema";
import { env } from "@/lib/env";
import { sayMessage } from "../say-message";

export const GET = apiRoute(readMessage, async ({ workspaceId, params: { messageId }, answer }) => {
  const found = await findMessage(db(), { workspaceId, messageId });
  if (!found) return notFound();
  const { frozen, links, engagements, ...row } = found;
  return answer(200, {
    ...sayMessage(row),
    html: frozen?.html ?? null,
    text: frozen?.text ?? null,
    headers: frozen ? headersOf(frozen) : {},
    links: links.map(({ url, token }) => ({ url, trackedUrl: `${env().APP_URL}/c/${token}` })),
    engagements: engagements.map(({ kind, verdict, linkKey, at }) => ({
      kind,
      verdict,
      url: links.find(({ key }) => key === linkKey)?.url ?? null,
      at: sayMoment(at),
    })),
  });
});

const headersOf = ({ from, to, replyTo, subject, headers }: FrozenMail): Record<string, string> => ({
  From: from,
  To: to,
  ...(replyTo ? { "Reply-To": replyTo } : {}),
  Subject: subject,
  ...headers,
});
