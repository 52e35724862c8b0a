"use client";

import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { definitionFor, nodeTypes } from "@/lib/nodes/definitions";
import { useEditor, useEditorState } from "./editor-context";
import { canFollow, placeFor } from "./place";

/** What a canvas says before its first step. */
export function EmptyCanvas() {
  const editor = useEditor();
  const empty = useEditorState((state) => state.history.present.nodes.length === 0 && state.dragged === null);
  const canEdit = useEditorState((state) => state.canEdit);
  const start = nodeTypes.find((type) => !canFollow(type));
  if (!empty) return null;
  return (
    <div className="pointer-events-none absolute inset-0 grid place-items-center overflow-hidden md:pl-54">
      <EmptyState
        className="pointer-events-auto py-6"
        action={
          canEdit && start ? (
            <Button
              variant="primary"
              onClick={() =>
                editor.add(start, placeFor(editor.flow(), start, { nodes: new Set(), edges: new Set() }))
              }
            >
              <Plus aria-hidden />
              {`Add a ${definitionFor(start).label.toLowerCase()}`}
            </Button>
          ) : undefined
        }
      >
        {canEdit ? "Begin with who enters this funnel, and when." : "Nothing is drawn here yet."}
      </EmptyState>
    </div>
  );
}
