"use client";

import { ReactFlowProvider } from "@xyflow/react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Flow } from "@/lib/flow/flow";
import { Canvas } from "./canvas";
import { CanvasControls } from "./canvas-controls";
import { createEditor } from "./editor";
import { EditorProvider } from "./editor-context";

type ReadOnlyCanvasProps = {
  flow: Flow;
  name: string;
  /** A step that somebody chose on the canvas, or null when they let go of it. */
  onChoose?: (nodeId: string | null) => void;
};

/** A drawing to look at: cards, lines, zoom, and nothing to change. Fills its parent, and does not follow `flow`. */
export function ReadOnlyCanvas({ flow, name, onChoose }: ReadOnlyCanvasProps) {
  const root = useRef<HTMLDivElement>(null);
  const [editor] = useState(() => {
    const made = createEditor({
      funnel: { id: "", name, status: "draft", draft: flow, revision: 0, liveVersion: null, formSlug: null },
      surroundings: ELSEWHERE,
      canEdit: false,
    });
    // What is still to be mended is the business of whoever makes it their own.
    made.store.setState({ issues: [] });
    return made;
  });
  useEffect(
    () =>
      editor.store.subscribe((state, before) => {
        if (state.openNode !== before.openNode) onChoose?.(state.openNode);
      }),
    [editor, onChoose],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const card = (event.target as HTMLElement).closest<HTMLElement>(".react-flow__node");
    if (event.key === "Enter" && card?.dataset.id) editor.show(card.dataset.id);
    if (event.key === "Escape") {
      editor.clearSelection();
      editor.openPanel(null);
    }
  };
  return (
    <EditorProvider editor={editor}>
      <ReactFlowProvider>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the cards inside are what is pressed. */}
        <div ref={root} data-editor className="relative h-full min-h-0 overflow-hidden" onKeyDown={onKeyDown}>
          <Canvas />
          <CanvasControls root={root} />
        </div>
      </ReactFlowProvider>
    </EditorProvider>
  );
}

/** A check needs to know where it is; here nobody reads what it finds. */
const ELSEWHERE = {
  postalAddress: "",
  sender: null,
  opens: "all",
  shortWaits: true,
  timeZone: "UTC",
  funnelId: null,
  funnels: [],
  now: 0,
} as const;
