"use client";

import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import { Link } from "@/components/ui/link";
import type { Result } from "@/lib/result";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import type { InboxEntry, InboxMail, InboxShow } from "./inbox-mail";
import { TestInbox } from "./test-inbox";

/** New mail is there, and what happened to it, without asking for the page again. */
const EVERY_MS = 2_000;

type Props = {
  mails: InboxEntry[];
  zone: string;
  search(input: { search: string; show: InboxShow }): Promise<Result<InboxEntry[]>>;
  open(input: { messageId: string; glance: boolean }): Promise<Result<InboxMail>>;
  /** The mail that is open to begin with. */
  first: string | null;
  /** Mails of which nobody knows whether they were sent. */
  unknown: number;
};

export function InboxScreen(props: Props) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Live {...props} />
    </QueryClientProvider>
  );
}

function Live({ mails, zone, search, open, first, unknown }: Props) {
  const [wanted, setWanted] = useState("");
  const [show, setShow] = useState<InboxShow>("all");
  const [selectedId, setSelectedId] = useState(first);
  const list = useQuery({
    queryKey: ["inbox", wanted, show],
    queryFn: async () => unwrap(await search({ search: wanted, show })),
    ...(wanted === "" && show === "all" ? { initialData: mails } : {}),
    placeholderData: (before) => before,
    refetchInterval: EVERY_MS,
  });
  const newest = list.data?.[0]?.id ?? null;
  // It stays while newer ones arrive, and gives way when a search leaves it out.
  const [glanced, setGlanced] = useState(newest);
  if (glanced !== newest && !list.data?.some(({ id }) => id === glanced)) setGlanced(newest);
  const glancedId = useBeside() && selectedId === null ? glanced : null;
  const shownId = selectedId ?? glancedId;
  const mail = useQuery({
    queryKey: ["mail", shownId, glancedId !== null],
    queryFn: async () =>
      shownId ? unwrap(await open({ messageId: shownId, glance: glancedId !== null })) : null,
    enabled: shownId !== null,
    refetchInterval: EVERY_MS,
  });
  const trouble = list.error ?? mail.error;
  return (
    <div className="flex h-full flex-col">
      {trouble ? (
        <Banner tone="attention" look="bar" live>
          {trouble instanceof Refused
            ? trouble.message
            : "The mail cannot be loaded at the moment. Trying again."}
        </Banner>
      ) : null}
      {unknown > 0 ? (
        <Banner
          tone="attention"
          look="bar"
          action={
            <Button asChild size="sm">
              <Link href="/inbox/unknown">Look at {unknown === 1 ? "it" : "them"}</Link>
            </Button>
          }
        >
          {unknown === 1
            ? "We do not know whether 1 email was sent."
            : `We do not know whether ${unknown.toLocaleString("en")} emails were sent.`}
        </Banner>
      ) : null}
      <div className="min-h-0 flex-1">
        <TestInbox
          mails={list.data ?? []}
          selectedId={selectedId}
          glancedId={glancedId}
          onSelect={setSelectedId}
          opened={mail.data?.id === shownId ? (mail.data ?? null) : null}
          onSearch={setWanted}
          show={show}
          onShow={setShow}
          zone={zone}
          emptyAction={
            <Button asChild variant="primary">
              <Link href="/funnels">Go to funnels</Link>
            </Button>
          }
        />
      </div>
    </div>
  );
}

const BESIDE = "(min-width: 48rem)";

/** Whether the list and the mail stand beside each other. */
function useBeside(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(BESIDE);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => matchMedia(BESIDE).matches,
    () => false,
  );
}

/** Carries a sentence that is meant for the person. */
class Refused extends Error {}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Refused(result.message);
}
