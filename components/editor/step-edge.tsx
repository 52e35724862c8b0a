"use client";

import { BaseEdge, type EdgeProps, getSmoothStepPath } from "@xyflow/react";
import { memo, useContext } from "react";
import { cn } from "@/components/ui/cn";
import { nameOf } from "@/lib/flow/names";
import type { CanvasEdge } from "./canvas-view";
import { useEditor, useEditorState } from "./editor-context";
import { OverlayContext } from "./overlay";
import { canStandBetween } from "./place";

type Drop = "none" | "open" | "over";

/** A line from a path to the next step, with a + at its middle, or with what went along it. */
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
  const drop = useEditorState((state): Drop => {
    if (!state.dragged || !canStandBetween(state.dragged.type)) return "none";
    const { over } = state.dragged;
    return over?.at === "edge" && over.edgeId === id ? "over" : "open";
  });
  const editable = useEditorState((state) => state.canEdit);
  const people = useContext(OverlayContext)?.edge(id) ?? null;
  const walked = useEditorState(({ trail }) => trail?.lines.has(id) ?? false);
  const passedBy = useEditorState(({ trail }) => trail?.stops != null && !trail.lines.has(id));
  return (
    <>
      <BaseEdge
        path={path}
        markerEnd={people && people.width > 3 ? undefined : markerEnd}
        interactionWidth={drop === "none" ? 24 : 56}
        className={cn(
          "step-line",
          drop === "open" && "is-open",
          (selected || walked || drop === "over") && "is-lit",
          passedBy && !selected && "opacity-25",
        )}
        style={people ? { strokeWidth: people.width, opacity: 0.25 + 0.75 * people.share } : undefined}
      />
      {people ? <EdgeLabel x={x} y={y} text={people.label} href={people.href} /> : null}
      {editable && !people ? (
        <AddBetween
          id={id}
          source={source}
          target={target}
          x={x}
          y={y}
          shown={selected ?? false}
          drop={drop}
        />
      ) : null}
    </>
  );
});

function EdgeLabel({ x, y, text, href }: { x: number; y: number; text: string; href: string | null }) {
  const label = (
    <text x={x} y={y} className="step-label">
      {text}
    </text>
  );
  if (href === null) return label;
  return (
    <a href={href} aria-label={`People who went this way: ${text}`} className="step-label-link nodrag nopan">
      {label}
    </a>
  );
}

type AddBetweenProps = {
  id: string;
  source: string;
  target: string;
  x: number;
  y: number;
  shown: boolean;
  drop: Drop;
};

/**
 * Drawn, not laid out: React Flow's layer for labels looks itself up in the page once per line at every move,
 * which some hundred lines can feel.
 */
function AddBetween({ id, source, target, x, y, shown, drop }: AddBetweenProps) {
  const editor = useEditor();
  const label = useEditorState(
    ({ history: { present } }) =>
      `Add a step between ${nameOf(present, source)} and ${nameOf(present, target)}`,
  );
  const open = (from: SVGGElement) => editor.openMenu(from, { at: "edge", edgeId: id });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand in a drawing.
    <g
      role="button"
      tabIndex={0}
      aria-label={label}
      aria-haspopup="menu"
      transform={`translate(${x} ${y})`}
      onFocus={() => editor.select([], [id])}
      onClick={(event) => {
        event.stopPropagation();
        open(event.currentTarget);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        open(event.currentTarget);
      }}
      className={cn(
        "step-add nodrag nopan",
        shown && "is-shown",
        drop !== "none" && "is-open",
        drop === "over" && "is-over",
      )}
    >
      <circle r={18} className="step-add-reach" />
      <circle r={11.5} className="step-add-dot" />
      <path d="M-4 0H4M0 -4V4" />
    </g>
  );
}
