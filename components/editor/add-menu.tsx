"use client";

import { Unlink } from "lucide-react";
import { useRef, useState } from "react";
import { DropdownMenu, MenuItem, MenuLine } from "@/components/ui/dropdown-menu";
import { definitionFor, nodeTypes } from "@/lib/nodes/definitions";
import { NodeIcon } from "@/lib/nodes/icons";
import { useEditor, useEditorState } from "./editor-context";
import { fits, placeFor } from "./place";
import { removeWithUndo } from "./remove-with-undo";

/** The menu of step types that every + opens. One for the whole canvas, standing where it was asked for. */
export function AddMenu() {
  const editor = useEditor();
  const menu = useEditorState((state) => state.menu);
  // The last menu stays where and what it is while it fades.
  const [last, setLast] = useState(menu);
  if (menu && menu !== last) setLast(menu);
  const shown = menu ?? last;
  const added = useRef<string | null>(null);
  const types = nodeTypes.filter((type) => shown && (shown.place === null || fits(type, shown.place)));
  return (
    <DropdownMenu
      open={menu !== null}
      onOpenChange={(open) => {
        if (!open) editor.store.setState({ menu: null });
      }}
      align="center"
      className="w-80 max-w-[calc(100vw-16px)]"
      trigger={
        <button
          type="button"
          tabIndex={-1}
          aria-label="Add a step"
          className="pointer-events-none fixed size-0"
          style={{ left: shown?.x ?? 0, top: shown?.y ?? 0 }}
          // Closing hands the focus to this anchor; it belongs to whoever opened the menu, or to the new card.
          onFocus={() => {
            if (added.current) editor.store.setState({ reveal: { nodeId: added.current, focus: "card" } });
            else shown?.from?.focus();
            added.current = null;
          }}
        />
      }
    >
      {types.map((type) => (
        <MenuItem
          key={type}
          icon={<NodeIcon type={type} size="sm" />}
          onSelect={() => {
            const place = shown?.place ?? placeFor(editor.flow(), type, editor.store.getState().selection);
            added.current = editor.add(type, place);
          }}
        >
          {definitionFor(type).label}
          <span className="ml-2 text-xs text-ink-soft">{definitionFor(type).hint}</span>
        </MenuItem>
      ))}
      {shown?.place?.at === "edge" ? <RemoveLine edgeId={shown.place.edgeId} /> : null}
    </DropdownMenu>
  );
}

/** The only way to take a line out with a finger. */
function RemoveLine({ edgeId }: { edgeId: string }) {
  const editor = useEditor();
  return (
    <>
      <MenuLine />
      <MenuItem danger icon={<Unlink aria-hidden />} onSelect={() => removeWithUndo(editor, [edgeId])}>
        Remove this line
      </MenuItem>
    </>
  );
}
