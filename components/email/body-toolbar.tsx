"use client";

import { type Editor, useEditorState } from "@tiptap/react";
import {
  AlignCenter,
  Bold,
  ImageIcon,
  Italic,
  Link2,
  List,
  ListOrdered,
  type LucideIcon,
  Minus,
  Quote,
  RectangleHorizontal,
  Rows3,
  Underline,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";
import { Select } from "@/components/ui/select";
import { addressOf, type LinkTarget } from "@/lib/mail/document";
import { opensNextBlock } from "./block-popover";
import { useAddWith } from "./dates-here";
import { InsertMerge } from "./line-input";
import { draftOf, targetOf } from "./link-draft";
import { LinkFields } from "./link-fields";
import { firstList } from "./list-of-items";
import { insertAfterRow } from "./row-insert";

/** What one can do to the text: how it looks, what it leads to, what is put into it. */
export function BodyToolbar({ editor }: { editor: Editor }) {
  const state = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      level: ([1, 2, 3] as const).find((level) => now.isActive("heading", { level })) ?? 0,
      bold: now.isActive("bold"),
      italic: now.isActive("italic"),
      underline: now.isActive("underline"),
      link: now.isActive("mailLink"),
      bulletList: now.isActive("bulletList"),
      orderedList: now.isActive("orderedList"),
      quote: now.isActive("blockquote"),
      centred: now.isActive({ align: "center" }),
      inList: now.isActive("mailRepeat"),
    }),
  });
  const chain = () => editor.chain().focus();
  const insert = (type: "mailButton" | "mailImage") => {
    opensNextBlock(editor);
    if (!insertAfterRow(editor, { type })) chain().insertContent({ type }).run();
  };
  return (
    <div
      role="toolbar"
      aria-label="Text"
      className="flex flex-wrap items-center gap-x-0.5 gap-y-0.5 border-b border-line px-1.5 py-1"
    >
      <Select
        aria-label="Kind of text"
        className="mr-1 w-28 [&_select]:h-7 pointer-coarse:[&_select]:h-10 [&_select]:border-transparent [&_select]:text-sm"
        value={String(state.level)}
        options={[
          { value: "0", label: "Text" },
          { value: "1", label: "Title" },
          { value: "2", label: "Heading" },
          { value: "3", label: "Subheading" },
        ]}
        onChange={({ target: { value } }) => {
          if (value === "0") chain().setParagraph().run();
          else
            chain()
              .setHeading({ level: Number(value) as 1 | 2 | 3 })
              .run();
        }}
      />
      <Toggle icon={Bold} label="Bold" on={state.bold} onClick={() => chain().toggleBold().run()} />
      <Toggle icon={Italic} label="Italic" on={state.italic} onClick={() => chain().toggleItalic().run()} />
      <Toggle
        icon={Underline}
        label="Underline"
        on={state.underline}
        onClick={() => chain().toggleUnderline().run()}
      />
      <LinkButton editor={editor} on={state.link} inList={state.inList} />
      <Toggle
        icon={List}
        label="List"
        on={state.bulletList}
        onClick={() => chain().toggleBulletList().run()}
      />
      <Toggle
        icon={ListOrdered}
        label="Numbered list"
        on={state.orderedList}
        onClick={() => chain().toggleOrderedList().run()}
      />
      <Toggle
        icon={Quote}
        label="Quote"
        on={state.quote}
        onClick={() => chain().toggleWrap("blockquote").run()}
      />
      <Toggle
        icon={AlignCenter}
        label="In the middle"
        on={state.centred}
        onClick={() => {
          const align = state.centred ? null : "center";
          chain().updateAttributes("paragraph", { align }).updateAttributes("heading", { align }).run();
        }}
      />
      <Gap />
      <InsertMerge
        inList={state.inList}
        onInsert={(attrs) => chain().insertContent({ type: "merge", attrs }).run()}
      />
      <Toggle icon={RectangleHorizontal} label="Insert a button" onClick={() => insert("mailButton")} />
      <Toggle icon={ImageIcon} label="Insert a picture" onClick={() => insert("mailImage")} />
      <Toggle
        icon={Rows3}
        label="Insert a list of items"
        disabled={state.inList}
        onClick={() => {
          opensNextBlock(editor);
          chain().insertContent(firstList).run();
        }}
      />
      <Toggle
        icon={Minus}
        label="Insert a line"
        onClick={() => {
          if (!insertAfterRow(editor, { type: "horizontalRule" })) chain().setHorizontalRule().run();
        }}
      />
    </div>
  );
}

const Gap = (): ReactNode => <span aria-hidden className="mx-1 h-4 w-px bg-line max-sm:hidden" />;

type ToggleProps = { icon: LucideIcon; label: string; on?: boolean; disabled?: boolean; onClick(): void };

function Toggle({ icon: Icon, label, on, disabled, onClick }: ToggleProps) {
  return (
    <IconButton
      size="sm"
      label={label}
      aria-pressed={on}
      disabled={disabled}
      // The text keeps its selection while a button is pressed.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onClick}
      className={cn("text-ink-soft", on && "bg-accent/12 text-accent")}
    >
      <Icon />
    </IconButton>
  );
}

function LinkButton({ editor, on, inList }: { editor: Editor; on: boolean; inList: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Link"
      open={open}
      onOpenChange={(next) => {
        // A link under the cursor is changed as a whole.
        if (next && on) editor.commands.extendMarkRange("mailLink");
        setOpen(next);
      }}
      trigger={
        <IconButton
          size="sm"
          label="Link"
          aria-pressed={on}
          className={cn("text-ink-soft", on && "bg-accent/12 text-accent")}
        >
          <Link2 />
        </IconButton>
      }
    >
      <LinkForm
        inList={inList}
        target={on ? ((editor.getAttributes("mailLink").target as LinkTarget | undefined) ?? "") : ""}
        onDone={(target) => {
          setOpen(false);
          setTimeout(() => setLink(editor, target));
        }}
        onRemove={
          on
            ? () => {
                setOpen(false);
                setTimeout(() => editor.chain().focus().unsetMark("mailLink").run());
              }
            : undefined
        }
      />
    </Popover>
  );
}

/** Nothing selected: the address itself is written, as a link. */
function setLink(editor: Editor, target: LinkTarget) {
  const mark = { type: "mailLink", attrs: { target } };
  if (!editor.state.selection.empty) {
    editor.chain().focus().setMark("mailLink", { target }).run();
    return;
  }
  const to = addressOf(target);
  const words = typeof to === "string" ? to.replace(/^(https?:\/\/|mailto:|tel:)/, "") : "this link";
  editor
    .chain()
    .focus()
    .insertContent([{ type: "text", text: words, marks: [mark] }])
    .run();
}

type LinkFormProps = {
  target: LinkTarget;
  inList: boolean;
  onDone(target: LinkTarget): void;
  onRemove?: () => void;
};

function LinkForm({ target, inList, onDone, onRemove }: LinkFormProps) {
  const [draft, setDraft] = useState(() => draftOf(target));
  const addWith = useAddWith();
  const [tried, setTried] = useState(false);
  const done = () => {
    setTried(true);
    const next = targetOf(draft);
    if (next === null) return;
    addWith(draft.closes, next);
    onDone(next);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter in any of its fields is its button.
    <div
      className="flex flex-col gap-3"
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.target instanceof HTMLButtonElement) return;
        event.preventDefault();
        done();
      }}
    >
      <LinkFields draft={draft} change={setDraft} tried={tried} inList={inList} />
      <div className="flex justify-between gap-2">
        {onRemove ? (
          <Button size="sm" variant="ghost" className="-ml-2 text-bad" onClick={onRemove}>
            Remove link
          </Button>
        ) : (
          <span />
        )}
        <Button size="sm" variant="primary" onClick={done}>
          Set link
        </Button>
      </div>
    </div>
  );
}
