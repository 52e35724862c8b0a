"use client";

import { type RefObject, useEffect } from "react";
import { move } from "@/lib/flow/edit";
import type { Point } from "@/lib/flow/layout";
import type { Editor, Selection } from "./editor";
import { useEditor } from "./editor-context";
import { removeWithUndo } from "./remove-with-undo";

const ARROWS: Record<string, Point> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};
const NUDGE_PX = 8;
const FAR_NUDGE_PX = 40;

/** Keys of the open canvas. While a field, menu or dialog has the focus its own keys hold. */
export function useShortcuts(root: RefObject<HTMLElement | null>) {
  const editor = useEditor();
  useEffect(() => {
    let nudging = false;
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.defaultPrevented || !root.current || isBusy(target, root.current)) return;
      if (event.metaKey || event.ctrlKey) {
        if (command(editor, event)) event.preventDefault();
        return;
      }
      const arrow = ARROWS[event.key];
      const { selection } = editor.store.getState();
      if (arrow && !event.altKey) {
        if (selection.nodes.size === 0 || !isCanvas(target, root.current)) return;
        event.preventDefault();
        // A key held down is one step, however far the card goes.
        if (!nudging) editor.openStep();
        nudging = true;
        const by = event.shiftKey ? FAR_NUDGE_PX : NUDGE_PX;
        editor.editWithin(move, nudged(editor, { x: arrow.x * by, y: arrow.y * by }));
        return;
      }
      if (plain(editor, event, target, root.current)) event.preventDefault();
    };
    const settle = () => {
      if (nudging) editor.closeStep();
      nudging = false;
    };
    const onKeyUp = (event: KeyboardEvent) => {
      if (ARROWS[event.key]) settle();
    };
    window.addEventListener("keydown", onKeyDown);
    window.addEventListener("keyup", onKeyUp);
    window.addEventListener("blur", settle);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("keyup", onKeyUp);
      window.removeEventListener("blur", settle);
    };
  }, [editor, root]);
}

function isBusy(target: HTMLElement | null, root: HTMLElement): boolean {
  // A press on the canvas leaves the focus with something around it: the body, or the screen's main part.
  if (!target || target.contains(root)) return false;
  if (!root.contains(target)) return true;
  return (
    target.isContentEditable ||
    target.closest("input, textarea, select, [role=menu], [role=dialog], [role=listbox]") !== null
  );
}

const isCanvas = (target: HTMLElement | null, root: HTMLElement): boolean =>
  target === null || target.contains(root) || target.closest(".funnel-canvas") !== null;

/** Keys with Ctrl or Cmd. */
function command(editor: Editor, event: KeyboardEvent): boolean {
  const { selection } = editor.store.getState();
  switch (event.key.toLowerCase()) {
    case "z":
      if (event.shiftKey) editor.redo();
      else editor.undo();
      return true;
    case "y":
      editor.redo();
      return true;
    case "d":
      editor.duplicate(selection.nodes);
      return true;
    case "a":
      editor.select(editor.flow().nodes.map((node) => node.id));
      editor.store.setState({ openNode: null });
      return true;
    default:
      return false;
  }
}

function plain(editor: Editor, event: KeyboardEvent, target: HTMLElement | null, root: HTMLElement): boolean {
  const { selection, openNode, canEdit } = editor.store.getState();
  const card = target?.closest<HTMLElement>(".react-flow__node");
  switch (event.key) {
    case "Delete":
    case "Backspace": {
      if (!canEdit || !isCanvas(target, root) || selection.nodes.size + selection.edges.size === 0)
        return false;
      const next = neighbourOf(editor, selection.nodes);
      removeWithUndo(editor, [...selection.nodes, ...selection.edges]);
      if (next) editor.store.setState({ reveal: { nodeId: next, focus: "card" } });
      return true;
    }
    case "Escape":
      if (openNode) {
        editor.store.setState({ openNode: null, reveal: { nodeId: openNode, focus: "card" } });
        return true;
      }
      editor.clearSelection();
      return true;
    case "Enter":
      if (!card?.dataset.id || target !== card) return false;
      editor.show(card.dataset.id, "panel");
      return true;
    case "a":
    case "A":
    case "+": {
      if (!canEdit || !isCanvas(target, root)) return false;
      const chosen = chosenElement(selection, root);
      if (chosen) editor.openMenu(chosen, null);
      else {
        const box = root.querySelector(".funnel-canvas")?.getBoundingClientRect();
        if (!box) return false;
        const at = { x: box.left + box.width / 2, y: box.top + box.height / 3 };
        editor.store.setState({ menu: { place: null, ...at, from: target } });
      }
      return true;
    }
    default:
      return false;
  }
}

/** The card, or the + of the line, that is chosen alone. */
function chosenElement({ nodes, edges }: Selection, root: HTMLElement): HTMLElement | SVGElement | null {
  if (nodes.size + edges.size !== 1) return null;
  const [node] = nodes;
  const [edge] = edges;
  return node
    ? root.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(node)}"]`)
    : root.querySelector<SVGElement>(`.react-flow__edge[data-id="${CSS.escape(edge ?? "")}"] .step-add`);
}

/** Who leads to what is about to go; the focus stays near. */
function neighbourOf(editor: Editor, gone: ReadonlySet<string>): string | null {
  const into = editor.flow().edges.find((edge) => gone.has(edge.target) && !gone.has(edge.source));
  return into?.source ?? null;
}

function nudged(editor: Editor, by: Point): Record<string, Point> {
  const { nodes } = editor.store.getState().selection;
  return Object.fromEntries(
    editor
      .flow()
      .nodes.filter((node) => nodes.has(node.id))
      .map(({ id, position }) => [id, { x: position.x + by.x, y: position.y + by.y }]),
  );
}
