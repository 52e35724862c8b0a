"use client";

import { useRef } from "react";
import { DropdownMenu, MenuItem } from "@/components/ui/dropdown-menu";
import { definitionFor, nodeTypes } from "@/lib/nodes/definitions";
import { NodeIcon } from "@/lib/nodes/icons";
import { useEditor, useEditorState } from "./editor-context";
import { fits, placeFor } from "./place";

/** The menu of step types that every + opens. One for the whole canvas, standing where it was asked for. */
export function AddMenu() {
  const editor = useEditor();
  const menu = useEditorState((state) => state.menu);
  // The last menu stays readable while it closes.
  const from = useRef<HTMLElement | null>(null);
  const added = useRef(false);
  const types = nodeTypes.filter((type) => menu && (menu.place === null || fits(type, menu.place)));
  return (
    <DropdownMenu
      open={menu !== null}
      onOpenChange={(open) => {
        if (open) return;
        from.current = menu?.from ?? null;
        editor.store.setState({ menu: null });
      }}
      align="center"
      className="w-72"
      trigger={
        <button
          type="button"
          tabIndex={-1}
          aria-label="Add a step"
          className="pointer-events-none fixed size-0"
          style={{ left: menu?.x ?? 0, top: menu?.y ?? 0 }}
          // Closing hands the focus to this anchor; it belongs to whoever opened the menu, or to the new card.
          onFocus={() => {
            if (!added.current) from.current?.focus();
            added.current = false;
          }}
        />
      }
    >
      {types.map((type) => (
        <MenuItem
          key={type}
          icon={<NodeIcon type={type} size="sm" />}
          aside={definitionFor(type).hint}
          onSelect={() => {
            const place = menu?.place ?? placeFor(editor.flow(), type, editor.store.getState().selection);
            added.current = editor.add(type, place) !== null;
          }}
        >
          {definitionFor(type).label}
        </MenuItem>
      ))}
    </DropdownMenu>
  );
}
