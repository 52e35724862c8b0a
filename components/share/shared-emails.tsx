"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Flow } from "@/lib/flow/flow";
import { nameOf } from "@/lib/flow/names";
import { shapeOf } from "@/lib/flow/shape";
import { lineText } from "@/lib/mail/document";
import { InertMail } from "../email/inert-mail";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { Skeleton } from "../ui/skeleton";

export type SharedEmail = { nodeId: string; name: string; subject: string };

/** The emails of a drawing in the order in which people come to them. */
export function emailsOf(flow: Flow): SharedEmail[] {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  return shapeOf(flow).order.flatMap((id) => {
    const node = nodes.get(id);
    if (node?.type !== "email") return [];
    return [{ nodeId: id, name: nameOf(flow, id), subject: lineText(node.data.subject).trim() }];
  });
}

type SharedEmailsProps = {
  slug: string;
  /** When the template was frozen: what was read of an older one does not count. */
  version: number;
  emails: readonly SharedEmail[];
  chosen: string;
  onChoose: (nodeId: string) => void;
};

/** Every email by name and subject, and the chosen one as a reader would get it. */
export function SharedEmails({ slug, version, emails, chosen, onChoose }: SharedEmailsProps) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-email="${CSS.escape(chosen)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ol
        ref={list}
        aria-label="Emails"
        className="max-h-[38%] shrink-0 overflow-y-auto border-b border-line py-1.5"
      >
        {emails.map(({ nodeId, name, subject }) => (
          <li key={nodeId} data-email={nodeId} className="px-2">
            <button
              type="button"
              aria-pressed={nodeId === chosen}
              onClick={() => onChoose(nodeId)}
              className={cn(
                "flex w-full flex-col rounded-md px-2.5 py-1.5 text-left hover:bg-ink/5",
                "aria-pressed:bg-accent-soft",
              )}
            >
              <span className="w-full truncate text-xs font-medium text-ink-soft">{name}</span>
              <span className="w-full truncate">{subject || "No subject yet"}</span>
            </button>
          </li>
        ))}
      </ol>
      <Email key={chosen} slug={slug} version={version} nodeId={chosen} />
    </div>
  );
}

type Rendered = { subject: string; preview: string; html: string };

const AWAY = "The email could not be loaded: the server could not be reached.";

function Email({ slug, version, nodeId }: { slug: string; version: number; nodeId: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["shared email", slug, version, nodeId],
    queryFn: async ({ signal }): Promise<Rendered> => {
      const at = `/t/${slug}/emails/${encodeURIComponent(nodeId)}?v=${version}`;
      const response = await fetch(at, { signal }).catch(() => null);
      if (response?.ok) return response.json();
      throw new Error((response && sentences[response.status]) || AWAY);
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (error) {
    return (
      <div className="p-4">
        <Banner tone="attention" live action={<Button onClick={() => void refetch()}>Try again</Button>}>
          {error.message}
        </Banner>
      </div>
    );
  }
  return (
    <section aria-label="The chosen email" className="flex min-h-0 flex-1 flex-col gap-3 p-4">
      {data ? (
        <>
          <div className="flex min-w-0 flex-col">
            <span className="font-medium wrap-anywhere">{data.subject || "No subject yet"}</span>
            <span className="truncate text-sm text-ink-soft">{data.preview || " "}</span>
          </div>
          <div className="min-h-0 flex-1">
            <InertMail html={data.html} width={READER_PX} />
          </div>
        </>
      ) : (
        <>
          <Skeleton className="h-10 w-2/3" />
          <Skeleton className="min-h-0 w-full flex-1" />
        </>
      )}
    </section>
  );
}

/** A phone's, where most mail is read. */
const READER_PX = 390;

const sentences: Readonly<Record<number, string>> = {
  404: "This email is not shared any more. Load the page again.",
  429: "You have looked at very many emails. Wait a quarter of an hour.",
};
