"use client";

import { NodeToolbar, Position } from "@xyflow/react";
import { Copy, SquarePen, Trash2 } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { useEditor, useEditorState } from "./editor-context";
import { removeWithUndo } from "./remove-with-undo";

/** Over the one chosen card, half beyond its right edge, so that it never covers the + of the line above. */
export function CardToolbar({ id, name }: { id: string; name: string }) {
  const editor = useEditor();
  const alone = useEditorState((state) => state.selection.nodes.size === 1);
  // On a phone the open sheet has the same buttons, and little room above it.
  const sheet = useEditorState((state) => state.openNode === id);
  if (!alone) return null;
  return (
    <NodeToolbar
      nodeId={id}
      isVisible
      position={Position.Top}
      offset={8}
      align="end"
      style={{ pointerEvents: "none" }}
    >
      <div
        role="toolbar"
        aria-label={name}
        className={cn(
          "pointer-events-auto flex translate-x-1/2 animate-pop-in gap-0.5 rounded-lg bg-raised p-0.5 shadow-float",
          sheet && "max-md:hidden",
        )}
      >
        <IconButton size="sm" label={`Edit ${name}`} onClick={() => editor.show(id, "panel")}>
          <SquarePen />
        </IconButton>
        <IconButton size="sm" label={`Duplicate ${name}`} onClick={() => editor.duplicate(new Set([id]))}>
          <Copy />
        </IconButton>
        <IconButton size="sm" label={`Delete ${name}`} onClick={() => removeWithUndo(editor, [id])}>
          <Trash2 />
        </IconButton>
      </div>
    </NodeToolbar>
  );
}
