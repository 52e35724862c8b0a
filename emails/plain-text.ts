import {
  addressOf,
  type Block,
  type Inline,
  type LinkTarget,
  type Repeat,
  type SingleBlock,
} from "@/lib/mail/document";
import { runs } from "@/lib/mail/links";
import { each, end, otherwise, placeholder, when } from "@/lib/mail/tokens";
import type { Letter } from "./_parts/letter";

/** The email for people who read without pictures and colours, written from the blocks rather than from the HTML. */
export function plainText(letter: Letter): string {
  const body = letter.body
    .map((block) => blockText(letter, block))
    .filter((text) => text !== "")
    .join("\n\n");
  return `${body}\n\n${footerText(letter.kind)}`.trim();
}

function blockText(letter: Letter, block: Block | SingleBlock): string {
  switch (block.type) {
    case "repeat":
      return repeatText(letter, block);
    case "row":
      return `- ${[inlineText(letter, block.content), inlineText(letter, block.aside)]
        .filter((text) => text !== "")
        .join("\n")
        .replaceAll("\n", "\n  ")}`;
    case "paragraph":
    case "heading":
      return inlineText(letter, block.content);
    case "list":
      return block.items
        .map((item, index) => {
          const mark = block.ordered ? `${index + 1}. ` : "- ";
          return mark + inlineText(letter, item).replaceAll("\n", `\n${" ".repeat(mark.length)}`);
        })
        .join("\n");
    case "quote":
      return inlineText(letter, block.content)
        .split("\n")
        .map((row) => `> ${row}`)
        .join("\n");
    case "button":
      return linked(letter, block.link, squeezed(block.label));
    case "image": {
      const alt = squeezed(block.alt);
      return block.link === undefined ? alt : linked(letter, block.link, alt);
    }
    case "divider":
      return "---";
  }
}

/** Rows follow one another; anything longer keeps an empty line between the items. */
function repeatText(letter: Letter, block: Repeat): string {
  const list = letter.list(block);
  const gap = block.content.every(({ type }) => type === "row") ? "\n" : "\n\n";
  const item = block.content
    .map((inner) => blockText(letter, inner))
    .filter((text) => text !== "")
    .join(gap);
  const more = squeezed(block.more);
  return `${each(list)}${item}${gap}${end}${more ? `${when(`more:${list}`)}${more}${end}` : ""}`;
}

const inlineText = (letter: Letter, content: readonly Inline[]): string =>
  runs(content)
    .map(({ link, parts }) => {
      const words = parts.map((part) => pieceText(letter, part)).join("");
      return link === undefined ? words : linked(letter, link, words);
    })
    .join("")
    .replace(/ *\n */g, "\n")
    .trim();

function pieceText(letter: Letter, part: Inline): string {
  if (part.type === "break") return "\n";
  return part.type === "text" ? part.text.replace(/\s+/g, " ") : letter.merge(part);
}

/** "Label: address", with the space around the label kept outside. */
function linked(letter: Letter, target: LinkTarget, label: string): string {
  const words = label.trim();
  const { href, place } = letter.link(target);
  const address = bare(href, /^(mailto|tel):/i);
  const printed = words && !sameAddress(words, target) ? `${words}: ${address}` : address;
  const certain = place ? `${when(place)}${printed}${otherwise}${words}${end}` : printed;
  return (/^\s/.test(label) ? " " : "") + certain + (words && /\s$/.test(label) ? " " : "");
}

/** A link whose words are its own address is printed once. */
function sameAddress(words: string, target: LinkTarget): boolean {
  const to = addressOf(target);
  return typeof to === "string" && bare(words, /^https?:\/\//i) === bare(to, /^(https?:\/\/|mailto:|tel:)/i);
}

const bare = (address: string, scheme: RegExp) => address.replace(scheme, "").replace(/\/$/, "");

const squeezed = (text: string) => text.replace(/\s+/g, " ").trim();

function footerText(kind: Letter["kind"]): string {
  const address = `${when("address")}---\n${placeholder("address")}${end}`;
  return kind === "service"
    ? address
    : `${address}\n\n${when("unsubscribe")}Unsubscribe: ${placeholder("unsubscribe")}${end}`;
}
