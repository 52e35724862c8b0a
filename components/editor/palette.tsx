"use client";

import { PanelLeftClose, PanelLeftOpen, Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Sheet } from "@/components/ui/sheet";
import { Tooltip } from "@/components/ui/tooltip";
import { definitionFor, type NodeType, nodeTypes } from "@/lib/nodes/definitions";
import { NodeIcon } from "@/lib/nodes/icons";
import { useEditor, useEditorState } from "./editor-context";
import { usePaletteDrag } from "./palette-drag";
import { placeFor } from "./place";

/** Every step type: dragged onto the canvas, or added by a press where it fits best. */
export function Palette() {
  const [narrow, setNarrow] = useState(false);
  return (
    <section
      aria-label="Steps"
      data-inset="left"
      className={cn(
        "absolute top-3 left-3 z-10 hidden flex-col rounded-xl border border-line bg-raised p-1.5 md:flex",
        narrow ? "w-12" : "w-54",
      )}
    >
      <div className={cn("flex items-center justify-between", narrow ? "" : "pl-2")}>
        {narrow ? null : <h2 className="text-xs font-medium text-ink-soft">Steps</h2>}
        <IconButton
          size="sm"
          label={narrow ? "Show the names of the steps" : "Show icons only"}
          side="right"
          aria-expanded={!narrow}
          className={cn("text-ink-soft", narrow && "w-full")}
          onClick={() => setNarrow(!narrow)}
        >
          {narrow ? <PanelLeftOpen /> : <PanelLeftClose />}
        </IconButton>
      </div>
      {nodeTypes.map((type) => (
        <PaletteItem key={type} type={type} narrow={narrow} />
      ))}
    </section>
  );
}

function PaletteItem({ type, narrow, onAdded }: { type: NodeType; narrow?: boolean; onAdded?: () => void }) {
  const editor = useEditor();
  const { onPointerDown, wasDragged } = usePaletteDrag(onAdded);
  const { label, hint } = definitionFor(type);
  const item = (
    <button
      type="button"
      aria-label={`Add ${label}`}
      onPointerDown={onPointerDown(type)}
      onClick={() => {
        if (wasDragged()) return;
        const { selection } = editor.store.getState();
        if (editor.add(type, placeFor(editor.flow(), type, selection))) onAdded?.();
      }}
      className={cn(
        "flex touch-none items-center gap-2.5 rounded-lg p-1.5 text-left select-none hover:bg-ink/5 active:cursor-grabbing",
        narrow && "justify-center p-1",
      )}
    >
      <NodeIcon type={type} size={narrow ? "sm" : "md"} />
      {narrow ? null : (
        <span className="flex min-w-0 flex-col">
          <span className="text-sm font-medium text-ink">{label}</span>
          <span className="text-xs text-pretty text-ink-soft">{hint}</span>
        </span>
      )}
    </button>
  );
  return narrow ? (
    <Tooltip side="right" content={`${label}: ${hint.charAt(0).toLowerCase()}${hint.slice(1)}`}>
      {item}
    </Tooltip>
  ) : (
    item
  );
}

/** The palette of a phone: a + that opens the same list from below. */
export function PhonePalette() {
  const [open, setOpen] = useState(false);
  const panelOpen = useEditorState((state) => state.openNode !== null);
  if (panelOpen) return null;
  return (
    <Sheet
      title="Add a step"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button
          variant="primary"
          aria-label="Add a step"
          className="absolute right-3 bottom-5 z-10 size-12 rounded-full px-0 shadow-float md:hidden pointer-coarse:size-12"
        >
          <Plus className="size-5!" />
        </Button>
      }
    >
      <div className="-m-2 flex flex-col">
        {nodeTypes.map((type) => (
          <PaletteItem key={type} type={type} onAdded={() => setOpen(false)} />
        ))}
      </div>
    </Sheet>
  );
}
