"use client";

import { useReactFlow } from "@xyflow/react";
import { type PointerEvent, useRef } from "react";
import type { Point } from "@/lib/flow/layout";
import type { NodeType } from "@/lib/nodes/definitions";
import { useEditor } from "./editor-context";
import { canFollow, canStandBetween, type Place, underPointer } from "./place";

/** A press becomes a drag after this many px; before that it is a click. */
const DRAG_PX = 5;

/**
 * Dragging a step type from the palette onto the canvas. Pointer events rather than the browser's own
 * drag-and-drop, which phones do not have. Answers handlers for the item, and whether the click after it counts.
 */
export function usePaletteDrag(onDropped?: () => void) {
  const editor = useEditor();
  const { screenToFlowPosition } = useReactFlow();
  const dragged = useRef(false);

  const onPointerDown = (type: NodeType) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || !editor.store.getState().canEdit) return;
    const start = { x: event.clientX, y: event.clientY };
    const item = event.currentTarget;
    dragged.current = false;
    let ghost: HTMLElement | null = null;

    const onMove = (at: globalThis.PointerEvent) => {
      if (!ghost) {
        if (Math.hypot(at.clientX - start.x, at.clientY - start.y) < DRAG_PX) return;
        dragged.current = true;
        ghost = ghostOf(item);
      }
      ghost.style.translate = `${at.clientX}px ${at.clientY}px`;
      const over = placeUnder(type, { x: at.clientX, y: at.clientY }, screenToFlowPosition);
      const before = editor.store.getState().dragged;
      if (!before || !samePlace(before.over, over)) editor.store.setState({ dragged: { type, over } });
    };
    const finish = () => {
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", onUp);
      window.removeEventListener("pointercancel", finish);
      window.removeEventListener("keydown", onKey, true);
      ghost?.remove();
      if (ghost) editor.store.setState({ dragged: null });
    };
    const onUp = (at: globalThis.PointerEvent) => {
      const place = ghost && placeUnder(type, { x: at.clientX, y: at.clientY }, screenToFlowPosition);
      finish();
      if (place && editor.add(type, place)) onDropped?.();
    };
    const onKey = (key: KeyboardEvent) => {
      if (key.key !== "Escape" || !ghost) return;
      key.stopPropagation();
      finish();
    };
    window.addEventListener("pointermove", onMove);
    window.addEventListener("pointerup", onUp);
    window.addEventListener("pointercancel", finish);
    window.addEventListener("keydown", onKey, true);
  };

  return { onPointerDown, wasDragged: () => dragged.current };
}

/** A copy of the palette's item that follows the pointer. */
function ghostOf(item: HTMLElement): HTMLElement {
  const ghost = item.cloneNode(true) as HTMLElement;
  ghost.removeAttribute("aria-label");
  ghost.setAttribute("aria-hidden", "true");
  ghost.classList.add("palette-ghost");
  ghost.style.width = `${item.offsetWidth}px`;
  document.body.append(ghost);
  return ghost;
}

function placeUnder(type: NodeType, point: Point, toFlow: (point: Point) => Point): Place | null {
  const under = document.elementsFromPoint(point.x, point.y);
  if (!under[0]?.closest(".funnel-canvas")) return null;
  for (const element of under) {
    const path = element.closest<HTMLElement>("[data-drop-path]");
    if (path && canFollow(type)) {
      const { dropNode, dropPath } = path.dataset;
      if (dropNode && dropPath) return { at: "path", nodeId: dropNode, exit: dropPath };
    }
    const edge = element.closest(".react-flow__edge")?.getAttribute("data-id");
    if (edge && canStandBetween(type)) return { at: "edge", edgeId: edge };
  }
  return { at: "point", position: underPointer(toFlow(point)) };
}

/** Free ground is one place, wherever on it the pointer is: the canvas need not hear of every pixel. */
const samePlace = (a: Place | null, b: Place | null): boolean =>
  a?.at === b?.at &&
  (a?.at !== "edge" || (b?.at === "edge" && a.edgeId === b.edgeId)) &&
  (a?.at !== "path" || (b?.at === "path" && a.nodeId === b.nodeId && a.exit === b.exit));
