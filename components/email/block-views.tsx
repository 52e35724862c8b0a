"use client";

import { type NodeViewProps, NodeViewWrapper, ReactNodeViewRenderer } from "@tiptap/react";
import { ImageIcon, Link2 } from "lucide-react";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { isWebAddress, type LinkTarget } from "@/lib/mail/document";
import { BlockPopover, DoneRow, takeFresh } from "./block-popover";
import { useAddWith } from "./dates-here";
import { isInList } from "./in-list";
import { draftOf, targetOf } from "./link-draft";
import { LinkFields } from "./link-fields";
import { MailButton, MailImage } from "./surface-schema";

function ButtonBlock({ node, editor, selected, updateAttributes, deleteNode, getPos }: NodeViewProps) {
  const [open, setOpen] = useState(() => takeFresh(editor));
  const label = String(node.attrs.label);
  const link = node.attrs.link as LinkTarget;
  const centred = node.attrs.align === "center";
  return (
    <NodeViewWrapper className={cn("my-3 flex", centred && "justify-center")} data-drag-handle>
      <BlockPopover
        editor={editor}
        label="Button"
        open={open}
        setOpen={setOpen}
        trigger={
          <button
            type="button"
            aria-label={label ? `Button “${label}”` : "Button without words"}
            className={cn(
              "max-w-full truncate rounded-md bg-accent px-4 py-2 text-base font-medium text-on-accent",
              (selected || open) && "outline-2 outline-offset-2 outline-accent",
              !label && "opacity-60",
            )}
          >
            {label || "What it says"}
          </button>
        }
      >
        <ButtonFields
          value={{ label, link, centred }}
          inList={isInList(editor, getPos())}
          onDone={(value) => {
            updateAttributes({
              label: value.label,
              link: value.link,
              align: value.centred ? "center" : null,
            });
            setOpen(false);
          }}
          onRemove={deleteNode}
        />
      </BlockPopover>
    </NodeViewWrapper>
  );
}

type ButtonValue = { label: string; link: LinkTarget; centred: boolean };

type ButtonFieldsProps = {
  value: ButtonValue;
  inList: boolean;
  onDone(value: ButtonValue): void;
  onRemove(): void;
};

function ButtonFields({ value, inList, onDone, onRemove }: ButtonFieldsProps) {
  const [label, setLabel] = useState(value.label);
  const [draft, setDraft] = useState(() => draftOf(value.link));
  const addWith = useAddWith();
  const [centred, setCentred] = useState(value.centred);
  const [tried, setTried] = useState(false);
  const done = () => {
    setTried(true);
    const link = targetOf(draft);
    if (link === null || !label.trim()) return;
    addWith(draft.closes, link);
    onDone({ label: label.trim(), link, centred });
  };
  return (
    <>
      <Field label="The button says" error={tried && !label.trim() ? "Write what it says." : undefined}>
        <Input
          value={label}
          maxLength={200}
          placeholder="Watch the first lesson"
          onChange={(event) => setLabel(event.target.value)}
        />
      </Field>
      <LinkFields draft={draft} change={setDraft} tried={tried} inList={inList} />
      <AlignField centred={centred} change={setCentred} />
      <DoneRow onRemove={onRemove} onDone={done} done="Done" />
    </>
  );
}

function AlignField({ centred, change }: { centred: boolean; change(centred: boolean): void }) {
  return (
    <Field label="Stands">
      <Select
        value={centred ? "center" : "left"}
        options={[
          { value: "left", label: "at the left" },
          { value: "center", label: "in the middle" },
        ]}
        onChange={(event) => change(event.target.value === "center")}
      />
    </Field>
  );
}

function ImageBlock({ node, editor, selected, updateAttributes, deleteNode, getPos }: NodeViewProps) {
  const [open, setOpen] = useState(() => takeFresh(editor));
  const src = String(node.attrs.src);
  const alt = String(node.attrs.alt);
  const width = typeof node.attrs.width === "number" ? node.attrs.width : null;
  const link = node.attrs.link as LinkTarget | null;
  return (
    <NodeViewWrapper className="my-3" data-drag-handle>
      <BlockPopover
        editor={editor}
        label="Picture"
        open={open}
        setOpen={setOpen}
        trigger={
          <button
            type="button"
            aria-label={alt ? `Picture: ${alt}` : "Picture"}
            className={cn(
              "relative block max-w-full rounded-md",
              (selected || open) && "outline-2 outline-offset-2 outline-accent",
            )}
          >
            {isWebAddress(src) ? (
              // biome-ignore lint/performance/noImgElement: the author's picture, at its own address, as mail shows it.
              <img
                src={src}
                alt={alt}
                style={width ? { width } : undefined}
                className="max-w-full rounded-sm"
              />
            ) : (
              <span className="grid h-24 w-64 max-w-full place-items-center rounded-md border border-dashed border-line-strong text-sm text-ink-soft">
                <span className="flex items-center gap-2">
                  <ImageIcon aria-hidden className="size-4" />
                  Choose a picture
                </span>
              </span>
            )}
            {link ? (
              <span className="absolute top-1 right-1 rounded-sm bg-raised p-1 text-ink-soft shadow-float">
                <Link2 aria-label="Leads somewhere" className="size-3" />
              </span>
            ) : null}
          </button>
        }
      >
        <ImageFields
          value={{ src, alt, width, link }}
          inList={isInList(editor, getPos())}
          onDone={(value) => {
            updateAttributes(value);
            setOpen(false);
          }}
          onRemove={deleteNode}
        />
      </BlockPopover>
    </NodeViewWrapper>
  );
}

type ImageValue = { src: string; alt: string; width: number | null; link: LinkTarget | null };

type ImageFieldsProps = {
  value: ImageValue;
  inList: boolean;
  onDone(value: ImageValue): void;
  onRemove(): void;
};

function ImageFields({ value, inList, onDone, onRemove }: ImageFieldsProps) {
  const [src, setSrc] = useState(value.src);
  const [alt, setAlt] = useState(value.alt);
  const [width, setWidth] = useState(value.width === null ? "" : String(value.width));
  const [linked, setLinked] = useState(value.link !== null);
  const [draft, setDraft] = useState(() => draftOf(value.link ?? ""));
  const addWith = useAddWith();
  const [tried, setTried] = useState(false);
  const pixels = width.trim() === "" ? null : Number(width);
  const badWidth = pixels !== null && !(Number.isInteger(pixels) && pixels >= 16 && pixels <= 600);
  const done = () => {
    setTried(true);
    const link = linked ? targetOf(draft) : null;
    if (!isWebAddress(src.trim()) || badWidth || (linked && link === null)) return;
    addWith(draft.closes, link);
    onDone({ src: src.trim(), alt: alt.trim(), width: pixels, link });
  };
  return (
    <>
      <Field
        label="Address of the picture"
        error={
          tried && !isWebAddress(src.trim())
            ? "Write a full address, for example https://example.org/picture.png."
            : undefined
        }
      >
        <Input
          type="url"
          value={src}
          maxLength={2048}
          placeholder="https://example.org/picture.png"
          onChange={(event) => setSrc(event.target.value)}
        />
      </Field>
      <Field label="What it shows" help="Read where pictures are off, and aloud.">
        <Input value={alt} maxLength={500} onChange={(event) => setAlt(event.target.value)} />
      </Field>
      <Field label="Width" optional error={badWidth ? "From 16 to 600." : undefined}>
        <Input
          inputMode="numeric"
          value={width}
          suffix="px"
          placeholder="As wide as it is"
          onChange={(event) => setWidth(event.target.value)}
        />
      </Field>
      <Field label="A press on it">
        <Select
          value={linked ? "link" : "nothing"}
          options={[
            { value: "nothing", label: "does nothing" },
            { value: "link", label: "opens a page" },
          ]}
          onChange={(event) => setLinked(event.target.value === "link")}
        />
      </Field>
      {linked ? <LinkFields draft={draft} change={setDraft} tried={tried} inList={inList} /> : null}
      <DoneRow onRemove={onRemove} onDone={done} done="Done" />
    </>
  );
}

export const ButtonView = MailButton.extend({ addNodeView: () => ReactNodeViewRenderer(ButtonBlock) });
export const ImageView = MailImage.extend({ addNodeView: () => ReactNodeViewRenderer(ImageBlock) });
