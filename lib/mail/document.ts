import { z } from "zod";
import { dateName } from "@/lib/flow/date-name";

/** Longest address a link or picture may have. */
export const LONGEST_URL = 2_048;

/** An http or https address without credentials or control characters. */
export const webAddress = z
  .string()
  .trim()
  .max(LONGEST_URL)
  .refine(isWebAddress, "Use a full web address, for example https://example.org/offer.");

export function isWebAddress(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (text.length > LONGEST_URL || /[\u0000-\u0020\u007f]/.test(text)) return false;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return false;
  }
  return (
    (url.protocol === "https:" || url.protocol === "http:") &&
    !url.username &&
    !url.password &&
    !!url.hostname
  );
}

/**
 * Something filled in per person: `contact.firstName`, `contact.name`, `contact.email`,
 * `contact.fields.<name>`, or `event.<property>` of the event that started the enrollment. Inside a
 * repeating block also `item.<property>` of the item being printed, or `item` itself where it is a text.
 * `answer.<name>` is what the Webhook steps on their way were answered. `dates.<name>` is a date of the funnel, told by the reader's clock.
 */
export const mergePath = z
  .string()
  .max(200)
  .regex(
    /^(contact\.(name|firstName|email|fields\.[\w-]{1,80})|(event|item|answer)\.[\w-]{1,80}(\.[\w-]{1,80}){0,3}|item|dates\.[a-z][a-z0-9_]{0,39})$/,
    "This is not something an email can fill in.",
  );

/** Whether a path means something only where an item is being printed. */
export const isOfItem = (path: string): boolean => path === "item" || path.startsWith("item.");

const fallback = z.string().max(200).default("");
/** `money`: a number is minor units of the nearest `currency` beside or around it: 4990 is printed as €49.90. */
const as = z.literal("money").optional();

export const mergeTag = z.strictObject({ type: z.literal("merge"), path: mergePath, fallback, as });
export type MergeTag = z.output<typeof mergeTag>;

const written = z.string().trim().max(LONGEST_URL);
const byProperty = z.strictObject({ path: mergePath });

/** A link that works until a date of the funnel, named in `until`, or until a deadline of the reader's own. */
const closing = z.strictObject({
  to: z.union([written, byProperty]),
  until: dateName,
  /** Where it leads from then on; empty: to a page that says that it has closed. */
  afterwards: written.default(""),
});
export type ClosingLink = z.output<typeof closing>;

/** Where a link leads: an address, or a property that holds one (a cart link); for ever, or until a date. */
export const linkTarget = z.union([written, byProperty, closing]);
export type LinkTarget = z.output<typeof linkTarget>;

/** A link's address, or the property that holds it. */
export const addressOf = (target: LinkTarget): ClosingLink["to"] =>
  typeof target === "object" && "to" in target ? target.to : target;

export const isClosing = (target: LinkTarget): target is ClosingLink =>
  typeof target === "object" && "to" in target;

/** Whether a link means something only where an item is being printed. */
export const leadsByItem = (target: LinkTarget): boolean => {
  const to = addressOf(target);
  return typeof to !== "string" && isOfItem(to.path);
};

const marks = {
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  underline: z.boolean().optional(),
  link: linkTarget.optional(),
};

export const inline = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: z.string().max(10_000), ...marks }),
  z.strictObject({ ...mergeTag.shape, ...marks }),
  z.strictObject({ type: z.literal("break") }),
]);
export type Inline = z.output<typeof inline>;

const inlines = z.array(inline).max(500);
const align = z.enum(["left", "center"]).optional();

const plainBlocks = [
  z.strictObject({ type: z.literal("paragraph"), content: inlines, align }),
  z.strictObject({
    type: z.literal("heading"),
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    content: inlines,
    align,
  }),
  z.strictObject({ type: z.literal("list"), ordered: z.boolean(), items: z.array(inlines).min(1).max(100) }),
  z.strictObject({ type: z.literal("quote"), content: inlines }),
  z.strictObject({ type: z.literal("button"), label: z.string().max(200), link: linkTarget, align }),
  z.strictObject({
    type: z.literal("image"),
    src: z.string().trim().max(LONGEST_URL),
    alt: z.string().max(500),
    width: z.int().min(16).max(600).optional(),
    link: linkTarget.optional(),
  }),
  z.strictObject({ type: z.literal("divider") }),
] as const;

/** One item in a line: its picture, words, and what stands at the right (a price). */
const row = z.strictObject({
  type: z.literal("row"),
  /** The property that holds the picture's address; null for a row without pictures. */
  picture: mergePath.nullable(),
  content: inlines,
  aside: inlines,
});

/** Most items of a list that one email prints. */
export const MOST_ITEMS = 20;

/** A property of the event that holds a list, for example `event.items`. */
export const listPath = mergePath.refine(
  (path) => path.startsWith("event."),
  "Name a property of the event, for example items.",
);

/** Prints `content` once for each item of a list of the event. Without items, or without such a list, nothing. */
const repeat = z.strictObject({
  type: z.literal("repeat"),
  list: listPath,
  most: z.int().min(1).max(MOST_ITEMS).default(10),
  /** Printed under the last item when the list has more than `most`. */
  more: z.string().max(200).default(""),
  content: z
    .array(z.discriminatedUnion("type", [...plainBlocks, row]))
    .min(1)
    .max(20),
});
export type Repeat = z.output<typeof repeat>;
/** A block that can stand inside a repeating one. */
export type RepeatedBlock = Repeat["content"][number];

export const block = z.discriminatedUnion("type", [...plainBlocks, repeat]);
export type Block = z.output<typeof block>;
/** A block that holds words, or stands for itself. */
export type SingleBlock = Exclude<Block, Repeat> | RepeatedBlock;

/** The body of an email: our own blocks; the editor is only a surface over them. */
export const body = z.array(block).max(300);
export type Body = z.output<typeof body>;

/** Every block with words of its own: those of a repeating block stand in its place, once. */
export const singleBlocks = (subject: Body): SingleBlock[] =>
  subject.flatMap((one): SingleBlock[] => (one.type === "repeat" ? one.content : [one]));

/** The lines of text of a block. */
export function linesOf(subject: SingleBlock): Inline[][] {
  switch (subject.type) {
    case "button":
    case "image":
    case "divider":
      return [];
    case "list":
      return subject.items;
    case "row":
      return [subject.content, subject.aside];
    default:
      return [subject.content];
  }
}

/** A line with merge tags: the subject or the preview text. */
export const line = z
  .array(
    z.discriminatedUnion("type", [
      z.strictObject({ type: z.literal("text"), text: z.string().max(500) }),
      mergeTag,
    ]),
  )
  .max(50);
export type Line = z.output<typeof line>;

/** A line as its author reads it: "Hello [first name]". */
export const lineText = (subject: Line): string =>
  subject.map((part) => (part.type === "text" ? part.text : `[${mergeLabel(part.path)}]`)).join("");

const LABELS: Record<string, string> = {
  "contact.firstName": "first name",
  "contact.name": "name",
  "contact.email": "email address",
};

/** A merge tag as a chip shows it: "first name", "cart total". */
export function mergeLabel(path: string): string {
  const label = LABELS[path];
  if (label) return label;
  const name = path.replace(/^(contact\.fields|event|item|dates|answer)\./, "");
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[._-]+/g, " ")
    .toLowerCase();
}
