"use client";

import { useStore as useCanvasStore, useReactFlow } from "@xyflow/react";
import { Maximize, Minus, Plus, WandSparkles } from "lucide-react";
import { type RefObject, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { tidy } from "@/lib/flow/layout";
import { useEditor, useEditorState } from "./editor-context";
import { insetsOf, motion } from "./viewport";

/** Zoom, the whole view, and tidying up, at the lower left. */
export function CanvasControls({ root }: { root: RefObject<HTMLElement | null> }) {
  const editor = useEditor();
  const canEdit = useEditorState((state) => state.canEdit);
  const percent = useCanvasStore((state) => Math.round(state.transform[2] * 100));
  const { zoomIn, zoomOut, zoomTo, fitView } = useReactFlow();
  const [said, setSaid] = useState("");
  const fit = () => {
    const { left, right, top, bottom } = insetsOf(root.current?.querySelector(".funnel-canvas") ?? null);
    void fitView({
      duration: motion(),
      maxZoom: 1,
      padding: { left: `${left}px`, right: `${right}px`, top: `${top}px`, bottom: `${bottom}px` },
    });
  };
  return (
    <div
      role="toolbar"
      aria-label="View"
      className="absolute bottom-3 left-3 max-md:bottom-5 z-10 flex items-center rounded-lg border border-line bg-raised p-0.5 text-ink-soft"
    >
      <IconButton size="sm" label="Zoom out" onClick={() => zoomOut({ duration: motion() })}>
        <Minus />
      </IconButton>
      <button
        type="button"
        aria-label={`Zoom is ${percent} %. Show at 100 %`}
        onClick={() => zoomTo(1, { duration: motion() })}
        className="h-7 w-11 rounded-md text-xs hover:bg-ink/6 max-sm:hidden"
      >
        {percent} %
      </button>
      <IconButton size="sm" label="Zoom in" onClick={() => zoomIn({ duration: motion() })}>
        <Plus />
      </IconButton>
      <span aria-hidden className="mx-0.5 h-4 w-px bg-line" />
      <IconButton size="sm" label="Show the whole funnel" onClick={fit}>
        <Maximize />
      </IconButton>
      {canEdit ? (
        <IconButton
          size="sm"
          label="Tidy up"
          onClick={() => {
            editor.edit(tidy);
            setSaid("The steps are in order.");
            requestAnimationFrame(() => requestAnimationFrame(fit));
          }}
        >
          <WandSparkles />
        </IconButton>
      ) : null}
      <span role="status" className="sr-only">
        {said}
      </span>
    </div>
  );
}
