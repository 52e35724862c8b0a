"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { MailReader } from "@/components/inbox/mail-reader";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Link } from "@/components/ui/link";
import { SkeletonRows } from "@/components/ui/skeleton";
import { nameOf } from "@/lib/flow/names";
import type { PathMail } from "@/lib/flow/path";
import type { TestRun } from "@/lib/flow/test-run";
import type { TestDoor } from "./contract";
import { sayTestMoment } from "./test-moment";

const EVERY_MS = 2_000;

/** The mails of a test, newest first. They are read here, or in the test inbox. */
export function TryMails({ run, zone, read }: { run: TestRun; zone: string; read: TestDoor["read"] }) {
  const [reading, setReading] = useState<string | null>(null);
  const mails = run.path.mails.toReversed();
  return (
    <section aria-labelledby="try-mails" className="flex flex-col gap-2">
      <h3 id="try-mails" className="text-sm font-medium text-ink">
        Mails that arrived
      </h3>
      {mails.length === 0 ? (
        <p className="text-sm text-ink-soft">None yet.</p>
      ) : (
        <ul aria-live="polite" className="flex flex-col divide-y divide-line rounded-lg border border-line">
          {mails.map((mail) => (
            <Row key={mail.id} mail={mail} run={run} zone={zone} onRead={() => setReading(mail.id)} />
          ))}
        </ul>
      )}
      <Reader messageId={reading} zone={zone} read={read} onClose={() => setReading(null)} />
    </section>
  );
}

type RowProps = { mail: PathMail; run: TestRun; zone: string; onRead(): void };

function Row({ mail, run, zone, onRead }: RowProps) {
  const subject = mail.subject || nameOf(run.path.flow, mail.nodeId);
  const arrived = mail.state === "sent";
  return (
    <li className="flex items-center gap-3 px-3 py-2">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium text-ink">{subject}</span>
        <span className="block text-xs text-pretty text-ink-soft">
          {arrived && mail.settledAt !== null ? sayTestMoment(run, mail.settledAt, zone) : sayState(mail)}
        </span>
      </span>
      {arrived ? (
        <Button size="sm" onClick={onRead}>
          Read it
          <span className="sr-only">{`: ${subject}`}</span>
        </Button>
      ) : null}
    </li>
  );
}

const sayState = ({ state, reason }: PathMail): string =>
  state === "queued" || state === "sending" ? "On its way" : `Not sent. ${reason ?? ""}`.trim();

type ReaderProps = { messageId: string | null; zone: string; read: TestDoor["read"]; onClose(): void };

function Reader({ messageId, zone, read, onClose }: ReaderProps) {
  const { data, error } = useQuery({
    queryKey: ["mail", messageId],
    queryFn: async () => {
      const result = await read({ messageId: messageId ?? "" });
      if (!result.ok) throw new Error(result.message);
      return result.value;
    },
    enabled: messageId !== null,
    refetchInterval: EVERY_MS,
    retry: false,
  });
  return (
    <Dialog
      open={messageId !== null}
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title="Your test mail"
      description={
        messageId ? (
          <Link href={`/inbox?mail=${messageId}` as never} className="text-accent underline">
            Open it in the test inbox
          </Link>
        ) : undefined
      }
    >
      {data ? (
        <div className="-m-4 sm:-m-6">
          <MailReader mail={data} zone={zone} />
        </div>
      ) : error ? (
        <Banner tone="bad">{error.message}</Banner>
      ) : (
        <SkeletonRows rows={6} label="Loading the mail" />
      )}
    </Dialog>
  );
}
