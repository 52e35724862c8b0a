"use client";

import { useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toaster";
import { blocking } from "@/lib/flow/check";
import type { Result } from "@/lib/result";
import { useEditor, useEditorState } from "./editor-context";
import { IssueRows } from "./problem-list";

/** Says what stands in the way, or what will happen, and then does it. `publish` saves first. */
export function PublishDialog({ publish }: { publish(): Promise<Result<{ number: number }>> }) {
  const editor = useEditor();
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const issues = useEditorState((state) => state.issues);
  const status = useEditorState((state) => state.funnel.status);
  const live = useEditorState((state) => state.funnel.liveVersion);
  const unpublished = useEditorState((state) => state.unpublished);
  const blocks = blocking(issues);
  const warns = issues.filter((issue) => issue.level === "warns");
  const number = (live?.number ?? 0) + 1;

  const run = async () => {
    setPending(true);
    setTrouble(null);
    try {
      const result = await publish();
      if (result.ok) {
        setOpen(false);
        toast(
          status === "paused"
            ? `Version ${result.value.number} is published. The funnel is still paused.`
            : `Version ${result.value.number} is live`,
          { tone: "good" },
        );
      } else setTrouble(result.message);
    } catch {
      setTrouble("Nothing was published: the server could not be reached. Try again in a moment.");
    }
    setPending(false);
  };

  const paused = blocks.length === 0 && status === "paused";
  const body =
    trouble || paused || issues.length > 0 ? (
      <>
        {trouble ? (
          <Banner tone="bad" live>
            {trouble}
          </Banner>
        ) : null}
        {blocks.length > 0 ? (
          <div className="-mx-2">
            <IssueRows issues={blocks} onShow={() => setOpen(false)} />
          </div>
        ) : null}
        {blocks.length === 0 && warns.length > 0 ? (
          <div className="-mx-2">
            <h3 className="px-2 pb-1 text-sm font-medium text-ink">Worth a look before</h3>
            <IssueRows issues={warns} onShow={() => setOpen(false)} />
          </div>
        ) : null}
        {paused ? (
          <p className="text-base text-ink-soft">
            The funnel is paused and stays so: nobody moves on and nothing is sent until you resume it.
          </p>
        ) : null}
      </>
    ) : null;

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (next) editor.review();
        setTrouble(null);
        setOpen(next);
      }}
      trigger={
        <Button variant="primary" disabled={status === "live" && !unpublished}>
          Publish
        </Button>
      }
      title={blocks.length > 0 ? "Not ready yet" : `Publish version ${number}?`}
      description={
        blocks.length > 0
          ? blocks.length === 1
            ? "One thing must be mended before this funnel can go live."
            : `${blocks.length} things must be mended before this funnel can go live.`
          : live
            ? `Version ${number} will go live. People already in this funnel stay on the version they entered with.`
            : `Version ${number} will go live. From then on, everybody who enters gets what you have drawn.`
      }
      footer={
        blocks.length > 0 ? undefined : (
          <>
            <Button onClick={() => setOpen(false)}>Not yet</Button>
            <Button variant="primary" pending={pending} onClick={() => void run()}>
              {`Publish version ${number}`}
            </Button>
          </>
        )
      }
    >
      {body}
    </Dialog>
  );
}
