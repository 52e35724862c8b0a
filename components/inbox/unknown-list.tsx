"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Result } from "@/lib/result";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { RowHead, Table, TableBody, TableHead, Td, Th, Tr } from "../ui/table";
import { toast } from "../ui/toaster";
import { shortTime } from "./mail-time";

export type UnknownMail = {
  id: string;
  to: string;
  subject: string;
  funnelName: string;
  reason: string;
  /** ISO 8601. */
  at: string;
};

type Said = "sent" | "not sent" | "unknown";

type UnknownListProps = {
  mails: readonly UnknownMail[];
  /** How many there are in all; more than are listed, perhaps. */
  total: number;
  zone: string;
  mayDecide: boolean;
  decide(input: { messageIds: string[]; said: Said }): Promise<Result<{ decided: number }>>;
};

const emails = (n: number): string => (n === 1 ? "1 email" : `${n.toLocaleString("en")} emails`);

/** Mails whose answer never came: somebody who has looked at the provider's list says what became of them. */
export function UnknownList({ mails, total, zone, mayDecide, decide }: UnknownListProps) {
  const router = useRouter();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [pending, start] = useTransition();
  const ids = mails.map(({ id }) => id);
  const marked = ids.filter((id) => chosen.has(id));
  const choose = (which: readonly string[], to: boolean) => {
    const next = new Set(chosen);
    for (const id of which) {
      if (to) next.add(id);
      else next.delete(id);
    }
    setChosen(next);
  };
  const say = (said: Said, messageIds: string[]) =>
    start(async () => {
      try {
        const done = await decide({ messageIds, said });
        if (!done.ok) {
          toast(done.message, { tone: "bad" });
          return;
        }
        setChosen(new Set());
        router.refresh();
        if (said === "unknown") return;
        toast(`Marked ${emails(done.value.decided)} as ${said}`, {
          tone: "good",
          description: "Nothing was sent by it.",
          undo: () => say("unknown", messageIds),
        });
      } catch {
        toast("Nothing was marked: the server could not be reached. Try again.", { tone: "bad" });
      }
    });
  return (
    <div className="flex flex-col gap-3">
      {mayDecide ? (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            size="sm"
            pending={pending}
            disabled={marked.length === 0}
            onClick={() => say("sent", marked)}
          >
            Mark as sent
          </Button>
          <Button
            size="sm"
            pending={pending}
            disabled={marked.length === 0}
            onClick={() => say("not sent", marked)}
          >
            Mark as not sent
          </Button>
          <p aria-live="polite" className="text-sm text-ink-soft">
            {marked.length === 0 ? "Choose emails to mark them." : `${emails(marked.length)} chosen`}
          </p>
        </div>
      ) : (
        <p className="text-sm text-ink-soft">An editor marks them.</p>
      )}
      <Table label="Emails of which we do not know whether they were sent">
        <TableHead>
          <Th>
            {mayDecide ? (
              <span className="flex items-center gap-3">
                <Checkbox
                  aria-label="Choose all emails shown"
                  checked={
                    marked.length === 0 ? false : marked.length === ids.length ? true : "indeterminate"
                  }
                  onCheckedChange={(to) => choose(ids, to === true)}
                />
                To
              </span>
            ) : (
              "To"
            )}
          </Th>
          <Th className="max-md:hidden">Subject</Th>
          <Th className="max-md:hidden">Funnel</Th>
          <Th className="max-md:hidden">Given up</Th>
          <Th className="max-md:hidden">What happened</Th>
        </TableHead>
        <TableBody>
          {mails.map((mail) => (
            <Tr key={mail.id} selected={chosen.has(mail.id)}>
              <RowHead className="max-md:py-2.5">
                <span className="flex items-center gap-3">
                  {mayDecide ? (
                    <Checkbox
                      aria-label={`Choose the email to ${mail.to}`}
                      checked={chosen.has(mail.id)}
                      onCheckedChange={(to) => choose([mail.id], to === true)}
                    />
                  ) : null}
                  <span className="min-w-0 flex-1">
                    <span className="block truncate">{mail.to}</span>
                    <span className="mt-1 block text-sm font-normal text-pretty wrap-anywhere text-ink-soft md:hidden">
                      <span className="font-medium text-ink">{mail.subject || "No subject"}</span>
                      {`, ${mail.funnelName}. Given up ${shortTime(mail.at, zone)}. ${mail.reason}`}
                    </span>
                  </span>
                </span>
              </RowHead>
              <Td className="min-w-40 py-1.5 max-md:hidden">{mail.subject || "No subject"}</Td>
              <Td className="min-w-40 py-1.5 max-md:hidden">{mail.funnelName}</Td>
              <Td className="py-1.5 whitespace-nowrap max-md:hidden">{shortTime(mail.at, zone)}</Td>
              <Td className="min-w-64 py-2 text-pretty text-ink-soft max-md:hidden">{mail.reason}</Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
      {total > mails.length ? (
        <p className="text-sm text-ink-soft">
          These are the latest {mails.length.toLocaleString("en")} of {total.toLocaleString("en")}.
        </p>
      ) : null}
    </div>
  );
}
