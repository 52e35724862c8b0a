"use client";

import { CircleCheck, OctagonAlert, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Popover } from "@/components/ui/popover";
import type { Issue } from "@/lib/flow/check";
import { nameOf } from "@/lib/flow/names";
import { useEditor, useEditorState } from "./editor-context";

const CLOSING_MS = 160;

export const sayThings = (count: number): string =>
  count === 0 ? "Nothing to mend" : count === 1 ? "1 thing to mend" : `${count} things to mend`;

/** What stands in the way of Publish and what is worth a look. Each sentence leads to its step. */
export function ProblemList() {
  const issues = useEditorState((state) => state.issues);
  const empty = useEditorState((state) => state.history.present.nodes.length === 0);
  const [open, setOpen] = useState(false);
  if (empty) return null;
  const blocked = issues.some((issue) => issue.level === "blocks");
  const Icon = issues.length === 0 ? CircleCheck : blocked ? OctagonAlert : TriangleAlert;
  return (
    <Popover
      label={sayThings(issues.length)}
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-88 max-w-[calc(100vw-16px)] p-1.5"
      trigger={
        <Button variant="ghost" aria-label={sayThings(issues.length)} className="px-2 text-ink-soft">
          <Icon
            aria-hidden
            className={cn(issues.length === 0 ? "text-good" : blocked ? "text-bad" : "text-attention")}
          />
          {/* A number where the bar has one line and little room on it. */}
          <span className="hidden lg:inline @min-[75rem]:@max-[90rem]:hidden">
            {sayThings(issues.length)}
          </span>
          <span className="lg:hidden @min-[75rem]:@max-[90rem]:inline">
            {issues.length === 0 ? "" : issues.length}
          </span>
        </Button>
      }
    >
      {issues.length === 0 ? (
        <p className="p-2 text-base text-ink-soft">Everything here can run.</p>
      ) : (
        <IssueRows issues={issues} onShow={() => setOpen(false)} />
      )}
    </Popover>
  );
}

/** One sentence per row; a row about a step shows it. */
export function IssueRows({ issues, onShow }: { issues: readonly Issue[]; onShow(): void }) {
  const editor = useEditor();
  return (
    <ul className="flex flex-col">
      {issues.map((issue) => (
        <li key={`${issue.nodeId} ${issue.message}`}>
          <IssueRow
            issue={issue}
            name={issue.nodeId ? nameOf(editor.flow(), issue.nodeId) : null}
            onShow={() => {
              const { nodeId } = issue;
              onShow();
              // What is closing hands the focus back to its button first.
              if (nodeId) setTimeout(() => editor.show(nodeId, "panel"), CLOSING_MS);
            }}
          />
        </li>
      ))}
    </ul>
  );
}

function IssueRow({ issue, name, onShow }: { issue: Issue; name: string | null; onShow(): void }) {
  const body = (
    <>
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="text-xs text-ink-soft">
          {name ?? "The funnel"}
          {issue.level === "warns" ? " · worth a look" : ""}
        </span>
        <span className="text-base text-pretty text-ink">{issue.message}</span>
      </span>
      {name ? <span className="text-sm font-medium text-accent">Show</span> : null}
    </>
  );
  const mark =
    issue.level === "blocks" ? (
      <OctagonAlert aria-label="Blocks Publish" className="mt-0.5 size-4 shrink-0 text-bad" />
    ) : (
      <TriangleAlert aria-label="A hint" className="mt-0.5 size-4 shrink-0 text-attention" />
    );
  const look = "flex w-full items-start gap-2.5 rounded-md p-2 text-left";
  if (!name) {
    return (
      <div className={look}>
        {mark}
        {body}
      </div>
    );
  }
  return (
    <button type="button" onClick={onShow} className={cn(look, "hover:bg-ink/5")}>
      {mark}
      {body}
    </button>
  );
}
