"use client";

import { FlaskConical, Route, UserRound } from "lucide-react";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuItem } from "@/components/ui/dropdown-menu";
import { useEditor, useEditorState } from "../editor-context";

/** What can be done with a drawing before anybody else is in it. */
export function TestMenu({ onMe }: { onMe: boolean }) {
  const editor = useEditor();
  const empty = useEditorState((state) => state.history.present.nodes.length === 0);
  if (empty) return null;
  return (
    <DropdownMenu
      trigger={
        <Button aria-label="Test" className="max-md:h-8 max-sm:min-w-10 max-sm:px-2">
          <FlaskConical aria-hidden />
          <span className="max-sm:hidden">Test</span>
        </Button>
      }
    >
      {onMe ? (
        <MenuItem icon={<UserRound />} onSelect={() => editor.test("me")}>
          Try it on me
        </MenuItem>
      ) : null}
      <MenuItem icon={<Route />} onSelect={() => editor.test("person")}>
        Watch one person
      </MenuItem>
    </DropdownMenu>
  );
}
