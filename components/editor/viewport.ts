"use client";

import { type ReactFlowState, useReactFlow, type Viewport } from "@xyflow/react";
import { type RefObject, useLayoutEffect } from "react";
import type { Flow } from "@/lib/flow/flow";
import { graphOf } from "@/lib/flow/graph";
import { CARD_HEIGHT_PX, CARD_WIDTH_PX } from "@/lib/flow/layout";
import { useEditor, useEditorState } from "./editor-context";

type Insets = { left: number; right: number; top: number; bottom: number };

const EDGE_PX = 32;

/** What hangs under a card: the end of an open path. */
const STUB_PX = 48;

/** How far a chosen card's toolbar stands out at its right, in pixels of the screen. */
const TOOLBAR_PX = 56;

/**
 * How much of the canvas lies under what floats over it. Palette and panel say which side they take
 * with `data-inset`.
 */
export function insetsOf(canvas: HTMLElement | null): Insets {
  const insets = { left: EDGE_PX, right: EDGE_PX, top: EDGE_PX, bottom: EDGE_PX };
  const scope = canvas?.closest("[data-editor]");
  if (!canvas || !scope) return insets;
  const { clientWidth: width, clientHeight: height } = canvas;
  for (const part of scope.querySelectorAll<HTMLElement>("[data-inset]")) {
    // Where it comes to rest, not where an opening panel is now: both stand in the box that the canvas fills.
    const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = part;
    if (offsetWidth === 0 || offsetHeight === 0) continue;
    // A sheet on a phone takes the bottom, whatever side it takes on a desk.
    if (offsetWidth > width * 0.9) {
      insets.bottom = Math.max(insets.bottom, height - offsetTop + EDGE_PX / 2);
    } else if (part.dataset.inset === "left") {
      insets.left = Math.max(insets.left, offsetLeft + offsetWidth + EDGE_PX / 2);
    } else if (part.dataset.inset === "right") {
      insets.right = Math.max(insets.right, width - offsetLeft + EDGE_PX / 2);
    }
  }
  return insets;
}

/** Zoomed out so far that a card is a flat chip: nothing smaller could be read. */
export const isFar = (state: ReactFlowState): boolean => state.transform[2] < 0.45;

/** The first sight of a funnel: all of it when that is still readable, otherwise its beginning. */
export function startViewport(
  flow: Flow,
  size: { width: number; height: number },
  canvas: HTMLElement | null,
): Viewport {
  const { left, right, top, bottom } = insetsOf(canvas);
  const width = size.width - left - right;
  const height = size.height - top - bottom;
  if (flow.nodes.length === 0)
    return { x: left + width / 2 - CARD_WIDTH_PX / 2, y: top + height / 3, zoom: 1 };
  const xs = flow.nodes.map((node) => node.position.x);
  const ys = flow.nodes.map((node) => node.position.y);
  const minX = Math.min(...xs);
  const minY = Math.min(...ys);
  const spanX = Math.max(...xs) + CARD_WIDTH_PX - minX;
  const spanY = Math.max(...ys) + CARD_HEIGHT_PX + STUB_PX - minY;
  const zoom = Math.min(1, Math.max(0.8, Math.min(width / spanX, height / spanY)));
  const fitsX = spanX * zoom <= width;
  const first = flow.nodes.find((node) => node.position.y === minY);
  const middle = fitsX ? minX + spanX / 2 : (first?.position.x ?? minX) + CARD_WIDTH_PX / 2;
  const spare = Math.max(0, height - spanY * zoom);
  return {
    x: left + width / 2 - middle * zoom,
    y: top + Math.min(spare / 2, 48) - minY * zoom,
    zoom,
  };
}

/** Brings the asked-for step into the part of the canvas that can be seen, and moves the focus there if wanted. */
export function useReveal(canvas: RefObject<HTMLElement | null>) {
  const editor = useEditor();
  const reveal = useEditorState((state) => state.reveal);
  const { getInternalNode, getViewport, setViewport } = useReactFlow();
  // Before the new card is painted: what is about to move must not be pressed where it was.
  useLayoutEffect(() => {
    const root = canvas.current;
    const node = reveal && graphOf(editor.flow()).node(reveal.nodeId);
    if (!root || !node) return;
    const insets = insetsOf(root);
    const { x, y, zoom } = getViewport();
    const { width = CARD_WIDTH_PX, height = CARD_HEIGHT_PX } = getInternalNode(node.id)?.measured ?? {};
    const left = node.position.x * zoom + x;
    const top = node.position.y * zoom + y;
    const dx = shift(left, width * zoom + TOOLBAR_PX, insets.left, root.clientWidth - insets.right);
    const dy = shift(top, (height + STUB_PX) * zoom, insets.top, root.clientHeight - insets.bottom);
    if (dx !== 0 || dy !== 0) void setViewport({ x: x + dx, y: y + dy, zoom }, { duration: motion() });
    if (reveal.focus !== "card") return;
    // The card of a new step comes a frame or two later.
    let frame = 0;
    let tries = 0;
    const focus = () => {
      const card = root.querySelector<HTMLElement>(
        `.react-flow__node[data-id="${CSS.escape(node.id)}"][style*="visible"]`,
      );
      if (card) card.focus({ preventScroll: true });
      else if (tries++ < 30) frame = requestAnimationFrame(focus);
    };
    focus();
    return () => cancelAnimationFrame(frame);
  }, [reveal, editor, canvas, getInternalNode, getViewport, setViewport]);
}

/** How far something at `start` must move to lie between `from` and `to`; its beginning counts when it is too long. */
function shift(start: number, length: number, from: number, to: number): number {
  if (start < from || length > to - from) return from - start;
  return start + length > to ? to - start - length : 0;
}

/** Milliseconds for moving the view; none for those who asked for less motion. */
export const motion = (): number => (matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180);
