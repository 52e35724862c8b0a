"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { type InboxEntry, type InboxMail, type InboxShow, matching } from "./inbox-mail";
import { MailList } from "./mail-list";
import { MailReader } from "./mail-reader";

type TestInboxProps = {
  /** Newest first. */
  mails: readonly InboxEntry[];
  selectedId: string | null;
  /** Shown beside the list while none is selected: the newest, which that does not open. Null on a phone. */
  glancedId?: string | null;
  /** Null on a phone, when the reader goes back to the list. */
  onSelect: (id: string | null) => void;
  /** The mail that is shown. Null while it loads. */
  opened: InboxMail | null;
  /** Told what is searched for, for lists that are longer than what was given. */
  onSearch?: (search: string) => void;
  show?: InboxShow;
  onShow?: (show: InboxShow) => void;
  /** IANA name of the zone times are said in. */
  zone: string;
  /** Offered when nothing has been sent yet: a button to the funnels. */
  emptyAction?: ReactNode;
};

const SHOWS: readonly { value: InboxShow; label: string }[] = [
  { value: "all", label: "All mail" },
  { value: "real", label: "Without tests" },
  { value: "tests", label: "Tests only" },
];

/** Reads what was sent, as its recipients do. Fills its container; list and mail scroll on their own. */
export function TestInbox(props: TestInboxProps) {
  const { mails, selectedId, glancedId = null, onSelect, opened } = props;
  const { onSearch, show = "all", onShow, zone, emptyAction } = props;
  const shownId = selectedId ?? glancedId;
  const [search, setSearch] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const found = matching(mails, search);
  const filtered = show !== "all";

  if (mails.length === 0 && search.trim() === "" && !filtered) {
    return (
      <EmptyState action={emptyAction}>
        Nothing has been sent yet. Publish a funnel, fill in its form, and its first email arrives here.
      </EmptyState>
    );
  }

  function intoList(event: KeyboardEvent) {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    list.current?.querySelector<HTMLElement>("[data-mail][tabindex='0']")?.focus();
  }

  return (
    <div className="grid h-full min-h-0 grid-cols-1 overflow-hidden md:grid-cols-[20rem_minmax(0,1fr)] xl:grid-cols-[24rem_minmax(0,1fr)]">
      <div
        className={cn(
          "flex min-h-0 flex-col border-line bg-surface md:border-r",
          selectedId !== null && "max-md:hidden",
        )}
      >
        <div className="flex flex-col gap-2 border-b border-line p-3">
          <Input
            type="search"
            aria-label="Search by recipient"
            placeholder="Search by recipient"
            prefix={<Search />}
            value={search}
            onChange={(event) => {
              setSearch(event.target.value);
              onSearch?.(event.target.value);
            }}
            onKeyDown={intoList}
          />
          {onShow && (filtered || mails.some(({ test }) => test)) ? (
            <Select
              aria-label="Which mail"
              options={SHOWS}
              value={show}
              onChange={(event) => {
                const chosen = SHOWS.find(({ value }) => value === event.target.value);
                if (chosen) onShow(chosen.value);
              }}
            />
          ) : null}
        </div>
        <div ref={list} className="min-h-0 flex-1 overflow-y-auto">
          {found.length > 0 ? (
            <MailList mails={found} selectedId={shownId} onSelect={onSelect} zone={zone} />
          ) : (
            <p className="p-4 text-sm [overflow-wrap:anywhere] text-ink-soft">
              {search.trim() === ""
                ? show === "tests"
                  ? "No test has sent a mail yet."
                  : "Nothing has been sent to people yet."
                : `No mail to “${search.trim()}”.`}
            </p>
          )}
        </div>
      </div>
      <div className={cn("min-h-0 overflow-y-auto", selectedId === null && "max-md:hidden")}>
        {opened && opened.id === shownId ? (
          <MailReader
            key={selectedId === null ? "glanced" : "selected"}
            mail={opened}
            zone={zone}
            onBack={() => onSelect(null)}
          />
        ) : shownId === null && found.length === 0 ? null : (
          <div className="p-6">
            <SkeletonRows rows={6} label="Loading the mail" />
          </div>
        )}
      </div>
    </div>
  );
}
