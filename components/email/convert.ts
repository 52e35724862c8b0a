import type { JSONContent } from "@tiptap/core";
import {
  type Block,
  type Body,
  type Inline,
  type Line,
  type LinkTarget,
  linkTarget,
  listPath,
  type MergeTag,
  MOST_ITEMS,
  mergePath,
  type RepeatedBlock,
} from "@/lib/mail/document";

/*
 * Our blocks and the surface's document say the same thing in two shapes. What the surface has no word for
 * (an empty piece of text, two equal pieces in a row) is first brought into the one way of writing it.
 */

type Text = Extract<Inline, { type: "text" }>;

const sameLink = (a: LinkTarget | undefined, b: LinkTarget | undefined): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const sameMarks = (a: Text, b: Text): boolean =>
  !a.bold === !b.bold && !a.italic === !b.italic && !a.underline === !b.underline && sameLink(a.link, b.link);

/** Longest piece of text a block may hold in one; longer ones are cut into several. */
const LONGEST_TEXT = 10_000;

/** Marks that are off are left out, empty text goes, equal neighbours become one. */
function tidyInlines(inlines: readonly Inline[]): Inline[] {
  const tidy: Inline[] = [];
  for (const one of inlines) {
    if (one.type === "break") {
      tidy.push({ type: "break" });
      continue;
    }
    const marks = {
      ...(one.bold ? { bold: true } : {}),
      ...(one.italic ? { italic: true } : {}),
      ...(one.underline ? { underline: true } : {}),
      ...(one.link === undefined ? {} : { link: one.link }),
    };
    if (one.type === "merge") {
      tidy.push({ type: "merge", path: one.path, fallback: one.fallback, ...looked(one.as), ...marks });
      continue;
    }
    if (one.text === "") continue;
    const last = tidy.at(-1);
    if (last?.type === "text" && sameMarks(last, one) && last.text.length + one.text.length <= LONGEST_TEXT) {
      last.text += one.text;
    } else tidy.push({ type: "text", text: one.text, ...marks });
  }
  return tidy;
}

/** The one way of writing a body: what `fromSurface` gives and `toSurface` keeps. */
export const tidyBody = (body: Body): Body =>
  body.map(
    (block): Block =>
      block.type === "repeat" ? { ...block, content: block.content.map(tidyBlock) } : tidyBlock(block),
  );

function tidyBlock<B extends RepeatedBlock>(block: B): B;
function tidyBlock(block: RepeatedBlock): RepeatedBlock {
  switch (block.type) {
    case "row":
      return { ...block, content: tidyInlines(block.content), aside: tidyInlines(block.aside) };
    case "paragraph":
      return { type: "paragraph", content: tidyInlines(block.content), ...aligned(block.align) };
    case "heading":
      return {
        type: "heading",
        level: block.level,
        content: tidyInlines(block.content),
        ...aligned(block.align),
      };
    case "quote":
      return { type: "quote", content: tidyInlines(block.content) };
    case "list":
      return { type: "list", ordered: block.ordered, items: block.items.map(tidyInlines) };
    case "button":
      return { type: "button", label: block.label, link: block.link, ...aligned(block.align) };
    default:
      return block;
  }
}

/** Only what is looked at in a way of its own says so. */
const looked = (as: unknown): { as?: "money" } => (as === "money" ? { as } : {});

/** Left is how everything stands that says nothing. */
const aligned = (align: unknown): { align?: "center" } => (align === "center" ? { align: "center" } : {});

export function toSurface(body: Body): JSONContent {
  const content = tidyBody(body).map(blockToSurface);
  return { type: "doc", content: content.length > 0 ? content : [{ type: "paragraph" }] };
}

function blockToSurface(block: Block | RepeatedBlock): JSONContent {
  switch (block.type) {
    case "repeat":
      return {
        type: "mailRepeat",
        attrs: { list: block.list, most: block.most, more: block.more },
        content: block.content.map(blockToSurface),
      };
    case "row":
      return {
        type: "mailRow",
        attrs: { picture: block.picture },
        content: [
          { type: "rowWords", ...children(block.content) },
          { type: "rowAside", ...children(block.aside) },
        ],
      };
    case "paragraph":
      return { type: "paragraph", attrs: { align: block.align ?? null }, ...children(block.content) };
    case "heading":
      return {
        type: "heading",
        attrs: { level: block.level, align: block.align ?? null },
        ...children(block.content),
      };
    case "quote":
      return { type: "blockquote", content: [paragraph(block.content)] };
    case "list":
      return {
        type: block.ordered ? "orderedList" : "bulletList",
        content: block.items.map((item) => ({ type: "listItem", content: [paragraph(item)] })),
      };
    case "button":
      return {
        type: "mailButton",
        attrs: { label: block.label, link: block.link, align: block.align ?? null },
      };
    case "image":
      return {
        type: "mailImage",
        attrs: { src: block.src, alt: block.alt, width: block.width ?? null, link: block.link ?? null },
      };
    case "divider":
      return { type: "horizontalRule" };
  }
}

const paragraph = (inlines: readonly Inline[]): JSONContent => ({ type: "paragraph", ...children(inlines) });

const children = (inlines: readonly Inline[]): { content?: JSONContent[] } =>
  inlines.length > 0 ? { content: inlines.map(inlineToSurface) } : {};

function inlineToSurface(inline: Inline): JSONContent {
  if (inline.type === "break") return { type: "hardBreak" };
  const marks = [
    ...(inline.link === undefined ? [] : [{ type: "mailLink", attrs: { target: inline.link } }]),
    ...(inline.bold ? [{ type: "bold" }] : []),
    ...(inline.italic ? [{ type: "italic" }] : []),
    ...(inline.underline ? [{ type: "underline" }] : []),
  ];
  const marked = marks.length > 0 ? { marks } : {};
  return inline.type === "text"
    ? { type: "text", text: inline.text, ...marked }
    : { type: "merge", attrs: mergeAttrs(inline), ...marked };
}

const mergeAttrs = ({ path, fallback, as }: Pick<MergeTag, "path" | "fallback" | "as">) => ({
  path,
  fallback,
  as: as ?? null,
});

export function fromSurface(doc: JSONContent): Body {
  const blocks = (doc.content ?? []).flatMap(blockFromSurface);
  // An empty surface still has a place to write in; an email without words has no blocks.
  const [only] = blocks;
  const nothing = blocks.length === 1 && only?.type === "paragraph" && only.content.length === 0;
  return nothing ? [] : tidyBody(blocks);
}

function blockFromSurface(node: JSONContent): Block[] {
  if (node.type !== "mailRepeat") return repeatedFromSurface(node).filter((block) => block.type !== "row");
  const { list, most, more } = node.attrs ?? {};
  const content = (node.content ?? []).flatMap(repeatedFromSurface);
  if (content.length === 0) return [];
  return [
    {
      type: "repeat",
      list: listPath.safeParse(list).data ?? "event.items",
      most: Number.isInteger(most) ? Math.min(Math.max(most, 1), MOST_ITEMS) : MOST_ITEMS,
      more: String(more ?? "").slice(0, 200),
      content,
    },
  ];
}

function repeatedFromSurface(node: JSONContent): RepeatedBlock[] {
  const attrs = node.attrs ?? {};
  switch (node.type) {
    case "mailRow": {
      const [words, aside] = node.content ?? [];
      return [
        {
          type: "row",
          picture: mergePath.safeParse(attrs.picture).data ?? null,
          content: words ? inlinesOf(words) : [],
          aside: aside ? inlinesOf(aside) : [],
        },
      ];
    }
    case "paragraph":
      return [{ type: "paragraph", content: inlinesOf(node), ...aligned(attrs.align) }];
    case "heading": {
      const level = attrs.level === 1 || attrs.level === 2 ? attrs.level : 3;
      return [{ type: "heading", level, content: inlinesOf(node), ...aligned(attrs.align) }];
    }
    case "blockquote":
      return [{ type: "quote", content: joined((node.content ?? []).map(inlinesOf)) }];
    case "bulletList":
    case "orderedList": {
      const items = (node.content ?? []).map((item) => joined((item.content ?? []).map(inlinesOf)));
      return items.length > 0 ? [{ type: "list", ordered: node.type === "orderedList", items }] : [];
    }
    case "mailButton":
      return [
        {
          type: "button",
          label: String(attrs.label ?? ""),
          link: linkOf(attrs.link),
          ...aligned(attrs.align),
        },
      ];
    case "mailImage":
      return [
        {
          type: "image",
          src: String(attrs.src ?? ""),
          alt: String(attrs.alt ?? ""),
          ...(typeof attrs.width === "number" ? { width: attrs.width } : {}),
          ...(attrs.link === null || attrs.link === undefined ? {} : { link: linkOf(attrs.link) }),
        },
      ];
    case "horizontalRule":
      return [{ type: "divider" }];
    default:
      return [];
  }
}

/** Several paragraphs where our blocks have one: a break between them. */
const joined = (lines: Inline[][]): Inline[] =>
  lines.flatMap((line, index) => (index === 0 ? line : [{ type: "break" as const }, ...line]));

const inlinesOf = (node: JSONContent): Inline[] =>
  (node.content ?? []).flatMap((child): Inline[] => {
    if (child.type === "hardBreak") return [{ type: "break" }];
    const marks = marksOf(child);
    if (child.type === "text")
      return pieces(child.text ?? "").map((text) => ({ type: "text", text, ...marks }));
    if (child.type !== "merge") return [];
    return [
      {
        type: "merge",
        path: String(child.attrs?.path ?? ""),
        fallback: String(child.attrs?.fallback ?? ""),
        ...looked(child.attrs?.as),
        ...marks,
      },
    ];
  });

function pieces(text: string): string[] {
  const cut: string[] = [];
  for (let at = 0; at < text.length; at += LONGEST_TEXT) cut.push(text.slice(at, at + LONGEST_TEXT));
  return cut;
}

function marksOf(node: JSONContent): Pick<Text, "bold" | "italic" | "underline" | "link"> {
  const marks: Pick<Text, "bold" | "italic" | "underline" | "link"> = {};
  for (const mark of node.marks ?? []) {
    if (mark.type === "bold") marks.bold = true;
    if (mark.type === "italic") marks.italic = true;
    if (mark.type === "underline") marks.underline = true;
    if (mark.type === "mailLink") marks.link = linkOf(mark.attrs?.target);
  }
  return marks;
}

function linkOf(value: unknown): LinkTarget {
  if (typeof value === "string") return value;
  if (value && typeof value === "object" && "to" in value) {
    return linkTarget.safeParse(value).data ?? linkOf(value.to);
  }
  if (value && typeof value === "object" && "path" in value && typeof value.path === "string") {
    return { path: value.path };
  }
  return "";
}

/** The subject or the preview text: one paragraph of text and chips. */
export function lineToSurface(line: Line): JSONContent {
  const content = line.flatMap((part): JSONContent[] => {
    if (part.type === "merge") {
      return [{ type: "merge", attrs: mergeAttrs(part) }];
    }
    return part.text === "" ? [] : [{ type: "text", text: part.text }];
  });
  return { type: "doc", content: [{ type: "paragraph", ...(content.length > 0 ? { content } : {}) }] };
}

export function lineFromSurface(doc: JSONContent): Line {
  const line: Line = [];
  for (const part of (doc.content ?? []).flatMap(inlinesOf)) {
    if (part.type === "break") continue;
    const last = line.at(-1);
    if (part.type === "merge")
      line.push({ type: "merge", path: part.path, fallback: part.fallback, ...looked(part.as) });
    else if (last?.type === "text") last.text += part.text;
    else line.push({ type: "text", text: part.text });
  }
  return line;
}
