"use client";

import { EditorContent, useEditor } from "@tiptap/react";
import { UserRoundPlus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { controlLook } from "@/components/ui/control-look";
import { useFieldGroup } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";
import { type Line, line as lineDocument } from "@/lib/mail/document";
import { MergeChip } from "./chip";
import { lineFromSurface, lineToSurface } from "./convert";
import { MergeFields, type MergeValue } from "./merge-fields";
import { lineSchema } from "./surface-schema";

const extensions = [...lineSchema, MergeChip];

type LineInputProps = {
  value: Line;
  onChange(value: Line): void;
  readOnly: boolean;
  placeholder: string;
  /** Longest text, chips aside. */
  longest: number;
};

/** One line of text with chips. Belongs inside a Field. */
export function LineInput({ value, onChange, readOnly, placeholder, longest }: LineInputProps) {
  const wiring = useFieldGroup();
  const last = useRef(value);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  }, [onChange]);
  const editor = useEditor({
    extensions,
    content: lineToSurface(value),
    editable: !readOnly,
    immediatelyRender: true,
    editorProps: {
      attributes: {
        role: "textbox",
        class: "mail-line",
        ...(wiring["aria-labelledby"] ? { "aria-labelledby": wiring["aria-labelledby"] } : {}),
        ...(wiring["aria-describedby"] ? { "aria-describedby": wiring["aria-describedby"] } : {}),
      },
      handleKeyDown: (_view, event) => event.key === "Enter",
      // Anything pasted becomes one line of plain words; a piece of a line of ours keeps its chips.
      handlePaste: (view, event) => {
        const html = event.clipboardData?.getData("text/html") ?? "";
        if (html.includes("data-merge")) return false;
        const text = (event.clipboardData?.getData("text/plain") ?? "")
          .replace(/\s+/g, " ")
          .slice(0, longest);
        view.dispatch(view.state.tr.insertText(text));
        return true;
      },
      handleTextInput: (view, _from, _to, text) => view.state.doc.textContent.length + text.length > longest,
    },
    onUpdate: ({ editor: now }) => {
      const next = lineDocument.safeParse(lineFromSurface(now.getJSON()));
      if (!next.success) return;
      last.current = next.data;
      latest.current(next.data);
    },
  });

  useEffect(() => {
    editor.setEditable(!readOnly, false);
  }, [editor, readOnly]);
  useEffect(() => {
    if (value === last.current) return;
    last.current = value;
    editor.commands.setContent(lineToSurface(value), { emitUpdate: false });
  }, [editor, value]);

  return (
    <div
      className={cn(
        controlLook,
        "flex items-start pr-0.5 focus-within:border-accent focus-within:outline-2 focus-within:outline-offset-[-1px] focus-within:outline-accent",
        readOnly && "bg-paper",
      )}
    >
      <div className="relative min-w-0 flex-1">
        <EditorContent editor={editor} />
        {value.length === 0 ? (
          <span
            aria-hidden
            className="pointer-events-none absolute inset-x-2.5 top-1.5 truncate text-ink-soft"
          >
            {placeholder}
          </span>
        ) : null}
      </div>
      {readOnly ? null : (
        <InsertMerge
          inList={false}
          onInsert={(merge) => editor.chain().focus().insertContent({ type: "merge", attrs: merge }).run()}
        />
      )}
    </div>
  );
}

/** The button that puts a chip where one is writing. */
export function InsertMerge({ inList, onInsert }: { inList: boolean; onInsert(value: MergeValue): void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Insert a name or another detail"
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <IconButton size="sm" label="Insert a name or another detail" className="text-ink-soft">
          <UserRoundPlus />
        </IconButton>
      }
    >
      <MergeFields
        value={null}
        inList={inList}
        onDone={(value) => {
          setOpen(false);
          // After the popover has handed the focus back to its button.
          setTimeout(() => onInsert(value));
        }}
      />
    </Popover>
  );
}
