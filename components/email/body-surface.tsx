"use client";

import { EditorContent, useEditor } from "@tiptap/react";
import { useEffect, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { type Body, body as bodyDocument, isWebAddress } from "@/lib/mail/document";
import { ButtonView, ImageView } from "./block-views";
import { BodyToolbar } from "./body-toolbar";
import { MergeChip } from "./chip";
import { fromSurface, toSurface } from "./convert";
import { ListView, RowView } from "./list-of-items";
import { pasteIntoRow } from "./row-insert";
import { bodySchema, RowAside, RowWords } from "./surface-schema";

const extensions = [...bodySchema, MergeChip, ButtonView, ImageView, ListView, RowView, RowWords, RowAside];

type BodySurfaceProps = {
  value: Body;
  onChange(value: Body): void;
  readOnly: boolean;
  label: string;
  placeholder: string;
};

/** Where the text of an email is written. What it hands over is our block document, always one that can be kept. */
export function BodySurface({ value, onChange, readOnly, label, placeholder }: BodySurfaceProps) {
  const [tooMuch, setTooMuch] = useState(false);
  const last = useRef(value);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  }, [onChange]);
  const editor = useEditor({
    extensions,
    content: toSurface(value),
    editable: !readOnly,
    immediatelyRender: true,
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label, class: "mail-body" },
      // An address pasted over words makes them a link; anywhere else it stays an address.
      handlePaste: (view, event, slice) => {
        const text = event.clipboardData?.getData("text/plain").trim() ?? "";
        const mark = view.state.schema.marks.mailLink;
        const { from, to, empty } = view.state.selection;
        if (empty || !mark || !isWebAddress(text)) return pasteIntoRow(view, slice);
        view.dispatch(view.state.tr.addMark(from, to, mark.create({ target: text })));
        return true;
      },
    },
    onUpdate: ({ editor: now }) => {
      const next = bodyDocument.safeParse(fromSurface(now.getJSON()));
      setTooMuch(!next.success);
      if (!next.success) return;
      last.current = next.data;
      latest.current(next.data);
    },
  });

  useEffect(() => {
    editor.setEditable(!readOnly, false);
  }, [editor, readOnly]);
  // Undo on the canvas, or another person's version: the text follows, and keeps nothing of before to go back to.
  useEffect(() => {
    if (value === last.current) return;
    last.current = value;
    editor.chain().setMeta("addToHistory", false).setContent(toSurface(value), { emitUpdate: false }).run();
  }, [editor, value]);

  const empty = value.length === 0;
  return (
    <div
      className={cn(
        "flex min-h-0 flex-col rounded-lg border border-line-strong/80 bg-raised",
        "focus-within:has-[.mail-body:focus]:border-accent focus-within:has-[.mail-body:focus]:outline-2 focus-within:has-[.mail-body:focus]:outline-offset-[-1px] focus-within:has-[.mail-body:focus]:outline-accent",
      )}
    >
      {readOnly ? null : <BodyToolbar editor={editor} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a press under the last line goes on writing there. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard is in the text already. */}
      <div
        className="relative min-h-48 flex-1 cursor-text"
        onClick={(event) => {
          if (event.target === event.currentTarget && !readOnly) writeAtEnd(editor);
        }}
      >
        <EditorContent editor={editor} />
        {empty ? (
          <span aria-hidden className="pointer-events-none absolute top-3 left-3.5 text-ink-soft">
            {placeholder}
          </span>
        ) : null}
      </div>
      {tooMuch ? (
        <p role="alert" className="border-t border-line px-3 py-2 text-sm text-bad">
          This is more than one email can hold. Shorten it; until then your last change is not kept.
        </p>
      ) : null}
    </div>
  );
}

/** After a button or picture there is no line to write in yet. */
function writeAtEnd(editor: ReturnType<typeof useEditor>) {
  const last = editor.state.doc.lastChild;
  if (last?.isTextblock) editor.commands.focus("end");
  else {
    const end = editor.state.doc.content.size;
    editor.chain().insertContentAt(end, { type: "paragraph" }).focus("end").run();
  }
}
