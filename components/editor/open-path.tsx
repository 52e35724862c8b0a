"use client";

import { Plus } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { nameOf } from "@/lib/flow/names";
import type { Exit } from "@/lib/nodes/contract";
import { useEditor, useEditorState } from "./editor-context";
import { canFollow } from "./place";

/** The dashed end of a path that leads nowhere yet. Its + adds the next step; a step dragged onto it goes there. */
export function OpenPath(props: { nodeId: string; exit: Exit; left: string; far: boolean }) {
  const { nodeId, exit, left, far } = props;
  const editor = useEditor();
  const name = useEditorState((state) => nameOf(state.history.present, nodeId));
  const editable = useEditorState((state) => state.canEdit);
  const drop = useEditorState((state) => {
    if (!state.dragged || !canFollow(state.dragged.type)) return "none";
    const { over } = state.dragged;
    return over?.at === "path" && over.nodeId === nodeId && over.exit === exit.id ? "over" : "open";
  });
  if (!editable) return null;
  return (
    <div
      data-drop-node={nodeId}
      data-drop-path={exit.id}
      style={{ left }}
      className={cn(
        "nodrag nopan absolute top-full flex w-24 -translate-x-1/2 flex-col items-center pb-3",
        drop === "none" && "pointer-events-none",
      )}
    >
      <span
        className={cn(
          "h-5 border-l-[1.5px] border-dashed",
          drop === "none" ? "border-line-strong" : "border-accent",
        )}
      />
      {far ? null : (
        <button
          type="button"
          aria-label={`Add a step after ${name}, ${exit.label} path`}
          aria-haspopup="menu"
          onClick={(event) => {
            event.stopPropagation();
            editor.openMenu(event.currentTarget, { at: "path", nodeId, exit: exit.id });
          }}
          className={cn(
            "pointer-events-auto relative grid size-6 place-items-center rounded-full border border-dashed transition-[background-color,border-color,color,scale]",
            "after:absolute after:-inset-2 hover:border-solid hover:border-accent hover:bg-accent hover:text-on-accent",
            drop === "none" && "border-line-strong bg-surface text-ink-soft",
            drop === "open" && "border-accent bg-accent/10 text-accent",
            drop === "over" && "scale-125 border-solid border-accent bg-accent text-on-accent",
          )}
        >
          <Plus aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  );
}
