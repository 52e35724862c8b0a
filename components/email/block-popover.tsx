"use client";

import type { NodeViewProps } from "@tiptap/react";
import type { ReactElement, ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";

type BlockPopoverProps = {
  editor: NodeViewProps["editor"];
  label: string;
  trigger: ReactElement;
  open: boolean;
  setOpen(open: boolean): void;
  children: ReactNode;
};

/** Settings of a block, opened by a press on it. */
export function BlockPopover({ editor, label, trigger, open, setOpen, children }: BlockPopoverProps) {
  if (!editor.isEditable) return trigger;
  return (
    <Popover
      label={label}
      trigger={trigger}
      open={open}
      onOpenChange={setOpen}
      align="center"
      className="w-76"
    >
      <div className="flex flex-col gap-3">{children}</div>
    </Popover>
  );
}

export function DoneRow({ onRemove, onDone, done }: { onRemove(): void; onDone(): void; done: string }) {
  return (
    <div className="flex justify-between gap-2">
      <Button size="sm" variant="ghost" className="-ml-2 text-bad" onClick={onRemove}>
        Remove
      </Button>
      <Button size="sm" variant="primary" onClick={onDone}>
        {done}
      </Button>
    </div>
  );
}

/** A block that was just inserted opens its settings by itself; one that was loaded does not. */
const fresh = new WeakSet<NodeViewProps["editor"]>();
export const opensNextBlock = (editor: NodeViewProps["editor"]) => fresh.add(editor);
export const takeFresh = (editor: NodeViewProps["editor"]): boolean => fresh.delete(editor);
