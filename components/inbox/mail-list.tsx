"use client";

import { type KeyboardEvent, useRef } from "react";
import { cn } from "@/components/ui/cn";
import { type InboxEntry, nextByKey } from "./inbox-mail";
import { shortTime } from "./mail-time";
import { TestBadge } from "./test-badge";

type MailListProps = {
  mails: readonly InboxEntry[];
  selectedId: string | null;
  onSelect: (id: string) => void;
  zone: string;
};

/** Up and down walk through the mails and open them; one stop for the tab key. */
export function MailList({ mails, selectedId, onSelect, zone }: MailListProps) {
  const list = useRef<HTMLUListElement>(null);
  const ids = mails.map(({ id }) => id);
  const stop = selectedId !== null && ids.includes(selectedId) ? selectedId : ids[0];

  function walk(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const focused = (event.target as HTMLElement).dataset.mail ?? selectedId;
    const next = nextByKey(ids, focused, event.key);
    if (next === null) return;
    event.preventDefault();
    list.current?.querySelector<HTMLElement>(`[data-mail="${CSS.escape(next)}"]`)?.focus();
    if (next !== selectedId) onSelect(next);
  }

  return (
    <ul ref={list} aria-label="Mails, newest first" className="flex flex-col" onKeyDown={walk}>
      {mails.map((mail) => (
        <li key={mail.id} className="border-b border-line">
          <button
            type="button"
            data-mail={mail.id}
            tabIndex={mail.id === stop ? 0 : -1}
            aria-current={mail.id === selectedId ? "true" : undefined}
            onClick={() => onSelect(mail.id)}
            className={cn(
              "relative flex w-full min-w-0 flex-col gap-0.5 px-4 py-3 text-left transition-colors hover:bg-ink/4",
              "focus-visible:outline-offset-[-3px]",
              "aria-[current=true]:bg-accent/8 aria-[current=true]:before:absolute aria-[current=true]:before:inset-y-0 aria-[current=true]:before:left-0 aria-[current=true]:before:w-0.5 aria-[current=true]:before:bg-accent",
            )}
          >
            <span className="flex items-baseline justify-between gap-3">
              <span className="truncate text-sm text-ink-soft">{mail.fromName || mail.fromEmail}</span>
              <time dateTime={mail.sentAt} className="shrink-0 text-xs text-ink-soft">
                {shortTime(mail.sentAt, zone)}
              </time>
            </span>
            <span className="truncate font-medium text-ink">{mail.subject || "No subject"}</span>
            {mail.preview ? <span className="truncate text-sm text-ink-soft">{mail.preview}</span> : null}
            <span className="flex items-center justify-between gap-3">
              <span className="truncate text-xs text-ink-soft">To {mail.to}</span>
              {mail.test ? <TestBadge /> : null}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
