import type { Block, Inline, Line, LinkTarget } from "@/lib/mail/document";

/** A piece of a line: words, or what a function below made. */
type Piece = string | Inline;

const inlineOf = (piece: Piece): Inline =>
  typeof piece === "string" ? { type: "text", text: piece } : piece;

type Tag = Extract<Inline, { type: "merge" }>;

/** Something filled in per person, with what stands there when it is not known. */
export const tag = (path: string, fallback = ""): Tag => ({
  type: "merge",
  path,
  fallback,
});

/** An amount in minor units, printed as money. */
export const money = (path: string): Tag => ({ ...tag(path), as: "money" });

export const firstName = tag("contact.firstName", "there");

export const bold = (text: string): Inline => ({ type: "text", text, bold: true });
export const link = (text: string, target: LinkTarget): Inline => ({ type: "text", text, link: target });

export const title = (...pieces: Piece[]): Block => ({
  type: "heading",
  level: 1,
  content: pieces.map(inlineOf),
});
export const say = (...pieces: Piece[]): Block => ({ type: "paragraph", content: pieces.map(inlineOf) });
export const quote = (...pieces: Piece[]): Block => ({ type: "quote", content: pieces.map(inlineOf) });
export const button = (label: string, target: LinkTarget): Block => ({
  type: "button",
  label,
  link: target,
});

/** A row for each item of a list of the event: picture, words, and what stands at the right. */
export const itemRows = (
  path: string,
  { picture, words, aside, more }: { picture: string; words: Piece[]; aside: Piece[]; more: string },
): Block => ({
  type: "repeat",
  list: path,
  most: 10,
  more,
  content: [{ type: "row", picture, content: words.map(inlineOf), aside: aside.map(inlineOf) }],
});

export const newLine: Inline = { type: "break" };

const list =
  (ordered: boolean) =>
  (...items: Piece[][]): Block => ({ type: "list", ordered, items: items.map((item) => item.map(inlineOf)) });
export const points = list(false);
export const steps = list(true);

/** A subject or a preview text. */
export const line = (...pieces: (string | Tag)[]): Line =>
  pieces.map((piece) =>
    typeof piece === "string"
      ? { type: "text", text: piece }
      : { type: "merge", path: piece.path, fallback: piece.fallback },
  );
