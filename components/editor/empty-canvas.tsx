"use client";

import { useReactFlow } from "@xyflow/react";
import { Plus } from "lucide-react";
import { type RefObject, useState } from "react";
import { UseTemplate } from "@/components/templates/use-template";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { Flow } from "@/lib/flow/flow";
import { definitionFor, nodeTypes } from "@/lib/nodes/definitions";
import { guessOwn } from "@/lib/templates/own";
import { templates } from "@/lib/templates/templates";
import { useEditor, useEditorState } from "./editor-context";
import { placeFor } from "./place";
import { startViewport } from "./viewport";

/** What a canvas says before its first step: where to begin, or what to begin with. */
export function EmptyCanvas({ root }: { root: RefObject<HTMLElement | null> }) {
  const editor = useEditor();
  const empty = useEditorState((state) => state.history.present.nodes.length === 0 && state.dragged === null);
  const canEdit = useEditorState((state) => state.canEdit);
  const start = nodeTypes.find((type) => definitionFor(type).enters);
  if (!empty) return null;
  return (
    <div className="pointer-events-none absolute inset-0 grid place-items-center overflow-hidden md:pl-54">
      <EmptyState
        className="pointer-events-auto py-6"
        action={
          canEdit && start ? (
            <div className="flex flex-col items-center gap-5">
              <Button
                variant="primary"
                onClick={() =>
                  editor.add(start, placeFor(editor.flow(), start, { nodes: new Set(), edges: new Set() }))
                }
              >
                <Plus aria-hidden />
                {`Add a ${definitionFor(start).label.toLowerCase()}`}
              </Button>
              <Templates root={root} />
            </div>
          ) : undefined
        }
      >
        {canEdit ? "Begin with who enters this funnel, and when." : "Nothing is drawn here yet."}
      </EmptyState>
    </div>
  );
}

function Templates({ root }: { root: RefObject<HTMLElement | null> }) {
  const editor = useEditor();
  const { setViewport } = useReactFlow();
  const [own] = useState(() => guessOwn(editor.store.getState().surroundings.sender));
  const use = (flow: Flow) => {
    editor.edit(() => flow);
    const canvas = root.current?.querySelector<HTMLElement>(".funnel-canvas");
    if (!canvas) return;
    const { clientWidth: width, clientHeight: height } = canvas;
    void setViewport(startViewport(flow, { width, height }, canvas));
    const [first] = flow.nodes;
    // After the dialog has gone, and its button with it.
    if (first) setTimeout(() => editor.store.setState({ reveal: { nodeId: first.id, focus: "card" } }));
  };
  return (
    <div className="flex flex-wrap items-center justify-center gap-2">
      <span className="text-base text-ink-soft max-sm:w-full">or begin with</span>
      {templates.map((template) => (
        <UseTemplate
          key={template.id}
          template={template}
          own={own}
          trigger={<Button size="sm">{template.name}</Button>}
          onUse={use}
        />
      ))}
    </div>
  );
}
