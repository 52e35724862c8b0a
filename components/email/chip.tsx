"use client";

import { type NodeViewProps, NodeViewWrapper, ReactNodeViewRenderer } from "@tiptap/react";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { Popover } from "@/components/ui/popover";
import { mergeLabel } from "@/lib/mail/document";
import { isInList } from "./in-list";
import { MergeFields } from "./merge-fields";
import { Merge } from "./surface-schema";

/** A chip in the text. A press changes what it says or what stands in for it. */
function Chip({ node, editor, selected, updateAttributes, deleteNode, getPos }: NodeViewProps) {
  const [open, setOpen] = useState(false);
  const path = String(node.attrs.path);
  const fallback = String(node.attrs.fallback);
  const label = mergeLabel(path);
  const backToText = () => {
    setOpen(false);
    const at = getPos();
    // After the popover has handed the focus to the chip.
    setTimeout(() => editor.commands.focus(at === undefined ? "end" : at + node.nodeSize));
  };
  const chip = (
    <button
      type="button"
      tabIndex={-1}
      disabled={!editor.isEditable}
      aria-label={fallback ? `${label}, or “${fallback}”` : label}
      className={cn(
        "rounded-sm bg-accent/12 px-1 text-[0.95em] leading-[1.35] font-medium text-accent",
        "enabled:hover:bg-accent/20 disabled:cursor-default",
        selected && "ring-2 ring-accent",
      )}
    >
      {label}
      {fallback ? <span className="font-normal">{` or ${fallback}`}</span> : null}
    </button>
  );
  return (
    <NodeViewWrapper as="span" className="inline">
      {editor.isEditable ? (
        <Popover label={`Change ${label}`} trigger={chip} open={open} onOpenChange={setOpen}>
          <MergeFields
            value={{ path, fallback, as: node.attrs.as === "money" ? "money" : null }}
            inList={isInList(editor, getPos())}
            onDone={(value) => {
              updateAttributes(value);
              backToText();
            }}
            onRemove={() => {
              deleteNode();
              editor.commands.focus();
            }}
          />
        </Popover>
      ) : (
        chip
      )}
    </NodeViewWrapper>
  );
}

export const MergeChip = Merge.extend({
  addNodeView: () => ReactNodeViewRenderer(Chip, { as: "span" }),
  // Chips are words to whoever copies the text elsewhere.
  renderText: ({ node }) => `[${mergeLabel(String(node.attrs.path))}]`,
});
