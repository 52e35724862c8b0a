"use client";

import { NodeViewContent, type NodeViewProps, NodeViewWrapper, ReactNodeViewRenderer } from "@tiptap/react";
import { ImageIcon, Rows3 } from "lucide-react";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Block } from "@/lib/mail/document";
import { listPath, MOST_ITEMS, mergeLabel, mergePath } from "@/lib/mail/document";
import { BlockPopover, DoneRow, takeFresh } from "./block-popover";
import { toSurface } from "./convert";
import { MailRepeat, MailRow } from "./surface-schema";

/** What a new list of items begins with: how most shops call what is in a cart. */
const first: Block = {
  type: "repeat",
  list: "event.items",
  most: 10,
  more: "",
  content: [
    {
      type: "row",
      picture: "item.image",
      content: [
        { type: "merge", path: "item.name", fallback: "", bold: true },
        { type: "break" },
        { type: "text", text: "Quantity: " },
        { type: "merge", path: "item.quantity", fallback: "1" },
      ],
      aside: [{ type: "merge", path: "item.price", fallback: "", as: "money" }],
    },
  ],
};
export const firstList = toSurface([first]).content ?? [];

const GAP = "letters, digits, _ and - only; a dot for what is inside something.";

/** A frame around what is printed for each item. Its head says of which list, and opens its settings. */
function ListBlock({ node, editor, selected, updateAttributes, deleteNode }: NodeViewProps) {
  const [open, setOpen] = useState(() => takeFresh(editor));
  const list = String(node.attrs.list);
  const most = Number(node.attrs.most);
  const more = String(node.attrs.more);
  const sentence = `For each of “${mergeLabel(list)}”, up to ${most}`;
  return (
    <NodeViewWrapper
      role="group"
      aria-label="List of items"
      className={cn(
        "my-3 rounded-md border border-dashed border-line-strong",
        (selected || open) && "border-solid border-accent outline outline-accent",
      )}
    >
      <div contentEditable={false} className="flex border-b border-dashed border-line-strong">
        <BlockPopover
          editor={editor}
          label="List of items"
          open={open}
          setOpen={setOpen}
          trigger={
            <button
              type="button"
              disabled={!editor.isEditable}
              aria-label={`List of items: ${sentence}`}
              className="flex min-w-0 flex-1 items-center gap-2 rounded-t-md px-2.5 py-1.5 text-left text-sm text-ink-soft enabled:hover:bg-ink/4"
            >
              <Rows3 aria-hidden className="size-3.5 shrink-0" />
              <span className="truncate">{sentence}</span>
            </button>
          }
        >
          <ListFields
            value={{ list, most, more }}
            onDone={(value) => {
              updateAttributes(value);
              setOpen(false);
            }}
            onRemove={deleteNode}
          />
        </BlockPopover>
      </div>
      <NodeViewContent className="mail-items" />
    </NodeViewWrapper>
  );
}

type ListValue = { list: string; most: number; more: string };

function ListFields(props: { value: ListValue; onDone(value: ListValue): void; onRemove(): void }) {
  const { value, onDone, onRemove } = props;
  const [name, setName] = useState(value.list.replace(/^event\./, ""));
  const [most, setMost] = useState(String(value.most));
  const [more, setMore] = useState(value.more);
  const [tried, setTried] = useState(false);
  const list = listPath.safeParse(`event.${name.trim()}`).data;
  const number = Number(most);
  const fits = Number.isInteger(number) && number >= 1 && number <= MOST_ITEMS;
  return (
    <>
      <Field
        label="List"
        help="The property of the event that holds the items. Without items, nothing is printed."
        error={tried && !list ? `Name it with ${GAP}` : undefined}
      >
        <Input
          value={name}
          maxLength={200}
          spellCheck={false}
          autoCapitalize="off"
          placeholder="items"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label="Print at most" error={tried && !fits ? `From 1 to ${MOST_ITEMS}.` : undefined}>
        <Input
          inputMode="numeric"
          value={most}
          suffix="items"
          onChange={(event) => setMost(event.target.value)}
        />
      </Field>
      <Field label="If there are more, write" optional>
        <Input
          value={more}
          maxLength={200}
          placeholder="… and more in your cart"
          onChange={(event) => setMore(event.target.value)}
        />
      </Field>
      <DoneRow
        onRemove={onRemove}
        done="Done"
        onDone={() => {
          setTried(true);
          if (list && fits) onDone({ list, most: number, more: more.trim() });
        }}
      />
    </>
  );
}

/** One item in a line. Its words are written in place; the picture has its settings behind it. */
function RowBlock({ node, editor, selected, updateAttributes, deleteNode }: NodeViewProps) {
  const [open, setOpen] = useState(false);
  const picture = typeof node.attrs.picture === "string" ? node.attrs.picture : null;
  const label = picture ? `Picture: ${mergeLabel(picture)}` : "No picture";
  return (
    <NodeViewWrapper className={cn("mail-row", selected && "rounded-sm outline-2 outline-accent")}>
      <div contentEditable={false}>
        <BlockPopover
          editor={editor}
          label="Row"
          open={open}
          setOpen={setOpen}
          trigger={
            <button
              type="button"
              disabled={!editor.isEditable}
              aria-label={`Row. ${label}`}
              title={label}
              className={cn(
                "grid size-11 place-items-center rounded-sm text-ink-soft enabled:hover:bg-ink/8",
                picture ? "bg-ink/5" : "border border-dashed border-line-strong",
              )}
            >
              <ImageIcon aria-hidden className={cn("size-4", !picture && "opacity-50")} />
            </button>
          }
        >
          <RowFields
            picture={picture}
            onDone={(next) => {
              updateAttributes({ picture: next });
              setOpen(false);
            }}
            onRemove={deleteNode}
          />
        </BlockPopover>
      </div>
      <NodeViewContent className="mail-row-words" />
    </NodeViewWrapper>
  );
}

function RowFields(props: {
  picture: string | null;
  onDone(picture: string | null): void;
  onRemove(): void;
}) {
  const { onDone, onRemove } = props;
  const [name, setName] = useState(props.picture?.replace(/^item\./, "") ?? "");
  const [tried, setTried] = useState(false);
  const typed = name.trim();
  const picture = typed === "" ? null : mergePath.safeParse(`item.${typed}`).data;
  return (
    <>
      <Field
        label="Picture"
        optional
        help="The property of each item that holds the picture’s address. Empty: rows without pictures."
        error={tried && picture === undefined ? `Name it with ${GAP}` : undefined}
      >
        <Input
          value={name}
          maxLength={200}
          spellCheck={false}
          autoCapitalize="off"
          placeholder="image"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <DoneRow
        onRemove={onRemove}
        done="Done"
        onDone={() => {
          setTried(true);
          if (picture !== undefined) onDone(picture);
        }}
      />
    </>
  );
}

export const ListView = MailRepeat.extend({ addNodeView: () => ReactNodeViewRenderer(ListBlock) });
export const RowView = MailRow.extend({ addNodeView: () => ReactNodeViewRenderer(RowBlock) });
