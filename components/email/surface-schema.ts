import { Extension, Mark, mergeAttributes, Node } from "@tiptap/core";
import { StarterKit } from "@tiptap/starter-kit";
import {
  addressOf,
  type ClosingLink,
  isClosing,
  isWebAddress,
  type LinkTarget,
  linkTarget,
  listPath,
  MOST_ITEMS,
  mergePath,
} from "@/lib/mail/document";

/*
 * What the surface can hold is exactly what our blocks can say. Whatever is pasted is read by these rules:
 * tables, fonts, nested lists and scripts have no rule and come in as plain paragraphs, or not at all.
 */

/** Addresses a pasted link may bring along. */
const isUsable = (address: string): boolean => isWebAddress(address) || /^(mailto|tel):\S+$/i.test(address);

function targetFrom(element: HTMLElement): LinkTarget | null {
  const to = addressFrom(element);
  const { until, afterwards = "" } = element.dataset;
  if (to === null || until === undefined) return to;
  const closing = linkTarget.safeParse({ to, until, afterwards: isWebAddress(afterwards) ? afterwards : "" });
  return closing.success ? closing.data : to;
}

const addressFrom = (element: HTMLElement): ClosingLink["to"] | null => {
  const path = element.dataset.path;
  if (path) return mergePath.safeParse(path).success ? { path } : null;
  const href = element.getAttribute("href") ?? "";
  return isUsable(href) ? href : null;
};

function targetAttributes(target: LinkTarget | null): Record<string, string> {
  if (target === null) return {};
  const to = addressOf(target);
  return {
    ...(typeof to === "string" ? { href: to } : { "data-path": to.path }),
    ...(isClosing(target) ? { "data-until": target.until, "data-afterwards": target.afterwards } : {}),
  };
}

/** A link to an address or to whatever a property of the event holds. Typed addresses never become links by themselves. */
export const MailLink = Mark.create({
  name: "mailLink",
  priority: 1000,
  inclusive: false,
  addAttributes: () => ({ target: { default: "", rendered: false } }),
  parseHTML: () => [
    {
      tag: "a[href], a[data-path]",
      getAttrs: (element) => {
        const target = targetFrom(element);
        return target === null ? false : { target };
      },
    },
  ],
  renderHTML: ({ mark }) => ["a", targetAttributes(mark.attrs.target as LinkTarget), 0],
});

/** Something filled in per person: one piece that is chosen and removed as a whole. */
export const Merge = Node.create({
  name: "merge",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,
  addAttributes: () => ({
    path: { default: "contact.firstName", rendered: false },
    fallback: { default: "", rendered: false },
    as: { default: null, rendered: false },
  }),
  parseHTML: () => [
    {
      tag: "span[data-merge]",
      getAttrs: (element) => {
        const path = mergePath.safeParse(element.dataset.merge);
        return path.success
          ? {
              path: path.data,
              fallback: (element.dataset.fallback ?? "").slice(0, 200),
              as: element.dataset.as === "money" ? "money" : null,
            }
          : false;
      },
    },
  ],
  renderHTML: ({ node }) => [
    "span",
    {
      "data-merge": String(node.attrs.path),
      "data-fallback": String(node.attrs.fallback),
      ...(node.attrs.as ? { "data-as": String(node.attrs.as) } : {}),
    },
  ],
});

export const MailButton = Node.create({
  name: "mailButton",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({
    label: { default: "", rendered: false },
    link: { default: "", rendered: false },
  }),
  parseHTML: () => [
    {
      tag: "div[data-mail-button]",
      getAttrs: (element) => {
        const anchor = element.querySelector("a");
        return {
          label: (element.textContent ?? "").slice(0, 200),
          link: anchor ? (targetFrom(anchor) ?? "") : "",
        };
      },
    },
  ],
  renderHTML: ({ node, HTMLAttributes }) => [
    "div",
    mergeAttributes({ "data-mail-button": "" }, HTMLAttributes),
    ["a", targetAttributes(node.attrs.link as LinkTarget), String(node.attrs.label)],
  ],
});

export const MailImage = Node.create({
  name: "mailImage",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({
    src: { default: "", rendered: false },
    alt: { default: "", rendered: false },
    width: { default: null, rendered: false },
    link: { default: null, rendered: false },
  }),
  parseHTML: () => [
    {
      tag: "img[src]",
      getAttrs: (element) => {
        const src = element.getAttribute("src") ?? "";
        const width = Number(element.getAttribute("width"));
        return isWebAddress(src)
          ? {
              src,
              alt: (element.getAttribute("alt") ?? "").slice(0, 500),
              width: Number.isInteger(width) && width >= 16 && width <= 600 ? width : null,
            }
          : false;
      },
    },
  ],
  renderHTML: ({ node }) => [
    "img",
    {
      src: String(node.attrs.src),
      alt: String(node.attrs.alt),
      ...(node.attrs.width ? { width: String(node.attrs.width) } : {}),
    },
  ],
});

/** Printed once for each item of a list. Its parts are written in as anywhere else; it does not stand in itself. */
export const MailRepeat = Node.create({
  name: "mailRepeat",
  group: "block",
  content:
    "(mailRow | paragraph | heading | blockquote | bulletList | orderedList | mailButton | mailImage | horizontalRule)+",
  isolating: true,
  defining: true,
  addAttributes: () => ({
    list: { default: "event.items", rendered: false },
    most: { default: 10, rendered: false },
    more: { default: "", rendered: false },
  }),
  parseHTML: () => [
    {
      tag: "div[data-mail-repeat]",
      getAttrs: (element) => {
        const list = listPath.safeParse(element.dataset.mailRepeat);
        const most = Number(element.dataset.most);
        if (!list.success) return false;
        return {
          list: list.data,
          most: Number.isInteger(most) && most >= 1 && most <= MOST_ITEMS ? most : 10,
          more: (element.dataset.more ?? "").slice(0, 200),
        };
      },
    },
  ],
  renderHTML: ({ node }) => [
    "div",
    {
      "data-mail-repeat": String(node.attrs.list),
      "data-most": String(node.attrs.most),
      "data-more": String(node.attrs.more),
    },
    0,
  ],
});

/** One item in a line: picture, words, and what stands at the right. Only a repeating block holds it. */
export const MailRow = Node.create({
  name: "mailRow",
  content: "rowWords rowAside",
  isolating: true,
  addAttributes: () => ({ picture: { default: null, rendered: false } }),
  parseHTML: () => [
    {
      tag: "div[data-mail-row]",
      getAttrs: (element) => ({ picture: mergePath.safeParse(element.dataset.mailRow).data ?? null }),
    },
  ],
  renderHTML: ({ node }) => ["div", { "data-mail-row": String(node.attrs.picture ?? "") }, 0],
});

const rowPart = (name: "rowWords" | "rowAside", data: string) =>
  Node.create({
    name,
    content: "inline*",
    defining: true,
    isolating: true,
    parseHTML: () => [{ tag: `div[${data}]` }],
    renderHTML: () => ["div", { [data]: "" }, 0],
    addKeyboardShortcuts() {
      // There is one of each in a row, so Enter begins a line within it.
      const newLine = () =>
        this.editor.isActive(name) ? this.editor.commands.insertContent({ type: "hardBreak" }) : false;
      return { Enter: newLine, "Shift-Enter": newLine };
    },
  });
export const RowWords = rowPart("rowWords", "data-row-words");
export const RowAside = rowPart("rowAside", "data-row-aside");

/** A quote of paragraphs. */
const Quote = Node.create({
  name: "blockquote",
  group: "block",
  content: "paragraph+",
  defining: true,
  parseHTML: () => [{ tag: "blockquote" }],
  renderHTML: () => ["blockquote", 0],
});

/** Lists of ours do not nest. */
const Item = Node.create({
  name: "listItem",
  content: "paragraph",
  defining: true,
  parseHTML: () => [{ tag: "li" }],
  renderHTML: () => ["li", 0],
  addKeyboardShortcuts() {
    return {
      Enter: () => this.editor.commands.splitListItem(this.name),
    };
  },
});

const Align = Extension.create({
  name: "align",
  addGlobalAttributes: () => [
    {
      types: ["paragraph", "heading", "mailButton"],
      attributes: {
        align: {
          default: null,
          parseHTML: (element) => (element.style.textAlign === "center" ? "center" : null),
          renderHTML: ({ align }) => (align === "center" ? { style: "text-align: center" } : {}),
        },
      },
    },
  ],
});

/** The schema of a body, without the parts that draw chips, buttons and pictures. */
export const bodySchema = [
  StarterKit.configure({
    blockquote: false,
    listItem: false,
    link: false,
    code: false,
    codeBlock: false,
    strike: false,
    trailingNode: false,
    heading: { levels: [1, 2, 3] },
    hardBreak: { keepMarks: true },
    dropcursor: { color: "var(--color-accent)", width: 2 },
  }),
  Quote,
  Item,
  Align,
  MailLink,
];

const OneLine = Node.create({ name: "doc", topNode: true, content: "paragraph" });

/** The schema of a line: text and chips, no marks, no breaks. */
export const lineSchema = [
  OneLine,
  StarterKit.configure({
    document: false,
    blockquote: false,
    bold: false,
    bulletList: false,
    code: false,
    codeBlock: false,
    dropcursor: false,
    hardBreak: false,
    heading: false,
    horizontalRule: false,
    italic: false,
    listItem: false,
    listKeymap: false,
    link: false,
    orderedList: false,
    strike: false,
    underline: false,
    trailingNode: false,
  }),
];
