import type { InboxEntry, InboxMail } from "@/components/inbox/inbox-mail";
import type { InboxDetail, InboxRow } from "@/db/queries/inbox";
import { sayReport } from "@/lib/mail/delivery";

const iso = (ms: number): string => new Date(ms).toISOString();

/** A row as the inbox shows it: the sender's line taken apart, times as ISO 8601. */
export function toInboxEntry({ from, sentAt, ...row }: InboxRow): InboxEntry {
  const [, name = "", email = from] = /^"?([^"<]*?)"?\s*<([^>]*)>$/.exec(from) ?? [];
  return { ...row, fromName: name || email, fromEmail: email, sentAt: iso(sentAt) };
}

export function toInboxMail(
  { html, text, headers, left, happened, reports, state, ...row }: InboxDetail,
  { glance }: { glance: boolean },
): InboxMail {
  const later = [
    ...reports
      .filter(({ kind }) => kind !== "sent")
      .map((report) => ({ what: sayReport(report), at: report.at })),
    ...happened.map(({ kind, url, at }) => ({
      what: kind === "opened" ? "Opened" : `Clicked ${url ?? "a link"}`,
      at,
    })),
  ];
  return {
    ...toInboxEntry(row),
    html,
    text,
    headers,
    left,
    unopened: glance && !left && !happened.some(({ kind }) => kind === "opened"),
    happened: [
      {
        what: state === "sent" ? "Sent" : "Handed over, but the provider never answered",
        at: iso(row.sentAt),
      },
      ...later.toSorted((a, b) => a.at - b.at).map(({ what, at }) => ({ what, at: iso(at) })),
    ],
  };
}
