"use client";

import { useCallback, useState } from "react";
import { MailPreview } from "@/components/email/mail-preview";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Flow } from "@/lib/flow/flow";
import { nodeOf } from "@/lib/flow/graph";
import { nameOf } from "@/lib/flow/names";
import type { SimulatedMail } from "@/lib/flow/simulated";
import type { Instant } from "@/lib/flow/world";
import type { EditorActions } from "../contract";
import { useEditorState } from "../editor-context";

type WatchedMailsProps = Pick<EditorActions, "previewEmail"> & {
  flow: Flow;
  mails: readonly SimulatedMail[];
  say(at: Instant): string;
};

/** The mails somebody gets, first to last, each to be read; and those they do not get, with the reason. */
export function WatchedMails({ flow, mails, say, previewEmail }: WatchedMailsProps) {
  const [reading, setReading] = useState<string | null>(null);
  return (
    <section aria-labelledby="watched-mails" className="flex flex-col gap-2">
      <h3 id="watched-mails" className="text-sm font-medium text-ink">
        Their mail
      </h3>
      {mails.length === 0 ? (
        <p className="text-sm text-ink-soft">They get none.</p>
      ) : (
        <ol className="flex flex-col divide-y divide-line rounded-lg border border-line">
          {mails.map(({ nodeId, visit, at, state, reason, held, subject }) => {
            const title = subject || nameOf(flow, nodeId);
            return (
              <li key={visit} className="flex items-center gap-3 px-3 py-2">
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium text-ink">{title}</span>
                  <span className="block text-xs text-pretty text-ink-soft">
                    {say(at)}
                    {held && state === "sent"
                      ? `, held since ${lower(say(held.since))}: ${held.because}`
                      : null}
                    {state !== "sent" ? `. Not sent: ${reason}` : null}
                  </span>
                </span>
                {state === "sent" ? (
                  <Button size="sm" onClick={() => setReading(nodeId)}>
                    Read it
                    <span className="sr-only">{`: ${title}`}</span>
                  </Button>
                ) : null}
              </li>
            );
          })}
        </ol>
      )}
      <Reader nodeId={reading} flow={flow} previewEmail={previewEmail} onClose={() => setReading(null)} />
    </section>
  );
}

/** "Day 2, 23:10" within a sentence. */
const lower = (moment: string): string => `${moment.charAt(0).toLowerCase()}${moment.slice(1)}`;

type ReaderProps = Pick<EditorActions, "previewEmail"> & {
  nodeId: string | null;
  flow: Flow;
  onClose(): void;
};

function Reader({ nodeId, flow, previewEmail, onClose }: ReaderProps) {
  const funnelId = useEditorState((state) => state.funnel.id);
  const sender = useEditorState((state) => state.surroundings.sender);
  const preview = useCallback(
    (input: Pick<Parameters<typeof previewEmail>[0], "settings">) =>
      previewEmail({ funnelId, dates: flow.dates ?? [], ...input }),
    [previewEmail, funnelId, flow.dates],
  );
  const node = nodeId === null ? undefined : nodeOf(flow, nodeId);
  return (
    <Dialog
      open={node !== undefined}
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={node ? nameOf(flow, node.id) : ""}
    >
      {node?.type === "email" ? (
        <div className="flex h-[70dvh] flex-col">
          <MailPreview settings={node.data} sender={sender} previewEmail={preview} />
        </div>
      ) : null}
    </Dialog>
  );
}
