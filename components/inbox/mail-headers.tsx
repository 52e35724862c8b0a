import type { InboxMail } from "./inbox-mail";

/** What mail programs read beside the text. */
export function MailHeaders({ mail }: { mail: InboxMail }) {
  const rows: [string, string][] = [
    ["From", `${mail.fromName} <${mail.fromEmail}>`.trim()],
    ["To", mail.to],
    ["Subject", mail.subject],
    ["Date", mail.sentAt],
    ...Object.entries(mail.headers).filter(([name]) => !/^(from|to|subject|date)$/i.test(name)),
  ];
  return (
    <dl className="grid gap-x-6 gap-y-2 rounded-lg border border-line bg-surface p-4 font-mono text-sm sm:grid-cols-[auto_1fr]">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-soft">{name}</dt>
          <dd className="mb-2 [overflow-wrap:anywhere] text-ink sm:mb-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
