"use client";

import { ArrowLeft, Monitor, Smartphone } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Tabs } from "@/components/ui/tabs";
import { HappenedNext } from "./happened-next";
import type { InboxMail } from "./inbox-mail";
import { type FrameWidth, MailFrame } from "./mail-frame";
import { MailHeaders } from "./mail-headers";
import { fullTime } from "./mail-time";
import { TestBadge } from "./test-badge";

type MailReaderProps = {
  mail: InboxMail;
  zone: string;
  /** Goes back to the list that it covers on a phone; left out where there is none. */
  onBack?: () => void;
};

/** One mail: who, what, when; as it arrives, as plain text, its headers; and what came of it. */
export function MailReader({ mail, zone, onBack }: MailReaderProps) {
  const [part, setPart] = useState("email");
  const [width, setWidth] = useState<FrameWidth>("desktop");
  const tabs = [
    {
      value: "email",
      label: "Email",
      content: <MailFrame key={mail.id} html={mail.html} width={width} inert={mail.left} />,
    },
    {
      value: "text",
      label: "Plain text",
      content: (
        <pre className="rounded-lg border border-line bg-surface p-4 font-mono text-sm [overflow-wrap:anywhere] whitespace-pre-wrap text-ink">
          {mail.text}
        </pre>
      ),
    },
    { value: "headers", label: "Headers", content: <MailHeaders mail={mail} /> },
  ];
  return (
    <article aria-label={mail.subject || "No subject"} className="flex min-w-0 flex-col gap-5 p-4 sm:p-6">
      <header className="flex min-w-0 flex-col gap-3">
        {onBack ? (
          <Button variant="ghost" className="-ml-2 self-start md:hidden" onClick={onBack}>
            <ArrowLeft aria-hidden />
            All mails
          </Button>
        ) : null}
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
          <h2 className="min-w-0 flex-1 basis-64 text-xl font-semibold text-pretty [overflow-wrap:anywhere] text-ink">
            {mail.subject || "No subject"}
          </h2>
          <span className="flex flex-wrap gap-1.5">
            {mail.test ? <TestBadge /> : null}
            <Badge>{mail.kind === "marketing" ? "Marketing email" : "Service email"}</Badge>
            <Badge className="max-w-60">
              <span className="truncate">{mail.funnelName}</span>
            </Badge>
          </span>
        </div>
        <p className="text-sm [overflow-wrap:anywhere] text-ink-soft">
          <span className="text-ink">{mail.fromName || mail.fromEmail}</span>
          {mail.fromName ? ` (${mail.fromEmail})` : ""} to <span className="text-ink">{mail.to}</span>
          <br />
          <time dateTime={mail.sentAt}>{fullTime(mail.sentAt, zone)}</time>
        </p>
      </header>
      <div className="relative">
        {part === "email" ? (
          <fieldset className="absolute top-0 right-0 z-10 hidden gap-1 sm:flex">
            <legend className="sr-only">Width</legend>
            <WidthButton label="As on a phone" on={width === "phone"} onClick={() => setWidth("phone")}>
              <Smartphone aria-hidden />
            </WidthButton>
            <WidthButton label="As on a desktop" on={width === "desktop"} onClick={() => setWidth("desktop")}>
              <Monitor aria-hidden />
            </WidthButton>
          </fieldset>
        ) : null}
        <Tabs label="Parts of the mail" tabs={tabs} value={part} onValueChange={setPart} />
      </div>
      {mail.left ? (
        <p className="text-sm text-pretty text-ink-soft">
          This email is in their mailbox. Here its links are off, and looking at it does not count as an open.
        </p>
      ) : null}
      {mail.unopened ? (
        <p className="text-sm text-pretty text-ink-soft">
          You see the newest email without having opened it. Choose it in the list to open it as its recipient
          would.
        </p>
      ) : null}
      <HappenedNext happened={mail.happened} zone={zone} />
    </article>
  );
}

type WidthButtonProps = { label: string; on: boolean; onClick: () => void; children: ReactNode };

const WidthButton = ({ label, on, onClick, children }: WidthButtonProps) => (
  <IconButton
    label={label}
    size="sm"
    aria-pressed={on}
    onClick={onClick}
    className="aria-pressed:bg-ink/8 aria-pressed:text-accent"
  >
    {children}
  </IconButton>
);
