import { type Body, type Inline, isWebAddress, type LinkTarget, lineText } from "@/lib/mail/document";
import { isStandIn } from "@/lib/mail/stand-in";
import type { NodeIssue, Surroundings } from "../contract";
import type { EmailSettings } from "./definition";

const targets = (body: Body): LinkTarget[] =>
  body.flatMap((block): LinkTarget[] => {
    const ofInlines = (inlines: Inline[]) =>
      inlines.flatMap((one) => (one.type !== "break" && one.link !== undefined ? [one.link] : []));
    if (block.type === "button") return [block.link];
    if (block.type === "image") return block.link === undefined ? [] : [block.link];
    if (block.type === "list") return block.items.flatMap(ofInlines);
    if (block.type === "divider") return [];
    return ofInlines(block.content);
  });

const isLink = (target: LinkTarget): boolean =>
  typeof target !== "string" || isWebAddress(target) || /^(mailto|tel):[^\s]+$/.test(target);

const hasWords = (body: Body): boolean =>
  body.some((block) => {
    if (block.type === "divider") return false;
    if (block.type === "image" || block.type === "button") return true;
    const inlines = block.type === "list" ? block.items.flat() : block.content;
    return inlines.some((one) => one.type === "merge" || (one.type === "text" && one.text.trim() !== ""));
  });

/** What stands in the way of sending this email. */
export function emailIssues(settings: EmailSettings, surroundings: Surroundings): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const blocks = (message: string) => issues.push({ level: "blocks", message });
  if (!lineText(settings.subject).trim()) blocks("Write a subject.");
  if (!hasWords(settings.body)) blocks("Write the text of this email.");
  for (const block of settings.body) {
    if (block.type === "button" && !block.label.trim()) blocks("Write what the button says.");
    if (block.type === "image" && !isWebAddress(block.src)) {
      blocks("Give the picture a full web address, for example https://example.org/picture.png.");
    }
  }
  if (targets(settings.body).some((target) => !isLink(target))) {
    blocks("A link or button has no full web address yet, for example https://example.org/offer.");
  }
  if (targets(settings.body).some(isStandIn)) {
    issues.push({
      level: "warns",
      message: "A link or button still leads to “your-website.example”. Put in the address of your own page.",
    });
  }
  if (settings.kind === "service" && !settings.reason) {
    blocks("Say why this is a service email, for example “the receipt they asked for”.");
  }
  if (settings.kind === "marketing" && !surroundings.postalAddress.trim()) {
    blocks("Marketing email must carry your postal address. Add it in Settings.");
  }
  if (!surroundings.sender) blocks("Nobody is named as sender. Add a sender in Settings.");
  return issues;
}
