"use client";

import {
  BaseEdge,
  EdgeLabelRenderer,
  type EdgeProps,
  getSmoothStepPath,
  useStore as useCanvasStore,
} from "@xyflow/react";
import { Plus } from "lucide-react";
import { memo, useContext } from "react";
import { cn } from "@/components/ui/cn";
import { nameOf } from "@/lib/flow/names";
import type { CanvasEdge } from "./canvas-view";
import { useEditor, useEditorState } from "./editor-context";
import { OverlayContext } from "./overlay";
import { canStandBetween } from "./place";

/** A line from a path to the next step, with a + at its middle. */
export const StepEdge = memo(function StepEdge(props: EdgeProps<CanvasEdge>) {
  const { id, source, target, selected, markerEnd } = props;
  const straight = Math.abs(props.sourceX - props.targetX) < 1.5;
  const [path, x, y] = getSmoothStepPath({
    sourceX: props.sourceX,
    sourceY: props.sourceY,
    sourcePosition: props.sourcePosition,
    targetX: straight ? props.sourceX : props.targetX,
    targetY: props.targetY,
    targetPosition: props.targetPosition,
    borderRadius: 12,
    offset: 24,
  });
  const drop = useEditorState((state) => {
    if (!state.dragged || !canStandBetween(state.dragged.type)) return "none";
    const { over } = state.dragged;
    return over?.at === "edge" && over.edgeId === id ? "over" : "open";
  });
  const hovered = useEditorState((state) => state.hoveredEdge === id);
  const editable = useEditorState((state) => state.canEdit);
  const near = useCanvasStore((state) => state.transform[2] >= 0.45);
  const flow = useContext(OverlayContext)?.edge(id) ?? null;
  const lit = selected || drop === "over";
  return (
    <>
      <BaseEdge
        path={path}
        markerEnd={flow && flow.width > 3 ? undefined : markerEnd}
        interactionWidth={drop === "none" ? 24 : 56}
        style={{
          stroke: lit
            ? "var(--color-accent)"
            : hovered || drop === "open"
              ? "var(--color-ink-soft)"
              : "var(--color-line-strong)",
          strokeWidth: flow ? flow.width : lit ? 2 : 1.5,
          opacity: flow ? 0.25 + 0.75 * flow.share : 1,
          transition: "stroke 130ms, stroke-width 180ms, opacity 180ms",
        }}
      />
      {near && (editable || flow) ? (
        <EdgeLabelRenderer>
          {flow ? (
            <span
              style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
              className="pointer-events-none absolute rounded-md border border-line bg-surface px-1.5 text-xs font-medium text-ink-soft"
            >
              {flow.label}
            </span>
          ) : (
            <AddBetween
              id={id}
              source={source}
              target={target}
              x={x}
              y={y}
              shown={hovered || lit}
              drop={drop}
            />
          )}
        </EdgeLabelRenderer>
      ) : null}
    </>
  );
});

function AddBetween(props: {
  id: string;
  source: string;
  target: string;
  x: number;
  y: number;
  shown: boolean;
  drop: "none" | "open" | "over";
}) {
  const { id, source, target, x, y, shown, drop } = props;
  const editor = useEditor();
  const label = useEditorState(
    ({ history: { present } }) =>
      `Add a step between ${nameOf(present, source)} and ${nameOf(present, target)}`,
  );
  return (
    <button
      type="button"
      aria-label={label}
      aria-haspopup="menu"
      data-edge={id}
      style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      onFocus={() => editor.select([], [id])}
      onClick={(event) => editor.openMenu(event.currentTarget, { at: "edge", edgeId: id })}
      className={cn(
        "nodrag nopan pointer-events-auto absolute grid size-6 place-items-center rounded-full border bg-raised text-ink-soft",
        "transition-opacity after:absolute after:-inset-2 hover:border-accent hover:bg-accent hover:text-on-accent hover:opacity-100 focus-visible:opacity-100",
        "pointer-coarse:size-5 pointer-coarse:opacity-70",
        drop === "none" && "border-line-strong",
        drop === "none" && !shown && "opacity-0",
        drop === "open" && "border-accent text-accent",
        drop === "over" && "scale-125 border-accent bg-accent text-on-accent",
      )}
    >
      <Plus aria-hidden className="size-3.5" />
    </button>
  );
}
