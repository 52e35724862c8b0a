import {
  addressOf,
  type Body,
  type Inline,
  isClosing,
  isWebAddress,
  type LinkTarget,
  linesOf,
  mergeLabel,
  singleBlocks,
} from "./document";

/** A link of an email that we can follow. `key` names it in conditions, click rows and results. */
export type EmailLink = { key: string; label: string; target: LinkTarget };

/** Neighbouring pieces of text that lead to the same place are one link. */
export type Run = { link: LinkTarget | undefined; parts: Inline[] };

export function runs(inlines: readonly Inline[]): Run[] {
  const found: Run[] = [];
  for (const part of inlines) {
    const link = part.type === "break" ? undefined : part.link;
    const last = found.at(-1);
    if (last && sameTarget(last.link, link)) last.parts.push(part);
    else found.push({ link, parts: [part] });
  }
  return found;
}

const sameTarget = (a: LinkTarget | undefined, b: LinkTarget | undefined) =>
  a === b || (a !== undefined && b !== undefined && identity(a) === identity(b));

/** Where it leads, whatever becomes of it later. */
function leadsTo(target: LinkTarget): string {
  const to = addressOf(target);
  return typeof to === "string" ? `=${to}` : `@${to.path}`;
}

const identity = (target: LinkTarget): string =>
  isClosing(target) ? `${leadsTo(target)} until ${target.until} then ${target.afterwards}` : leadsTo(target);

/** Opens the reader's own mail or phone app, so it is printed as written and never followed. */
export const isMailOrPhone = (target: string): boolean => /^(mailto|tel):[^\s<>"']{1,2000}$/i.test(target);

/** A run as its author reads it. */
export const runText = (parts: readonly Inline[]): string =>
  parts
    .map((part) =>
      part.type === "text" ? part.text : part.type === "merge" ? `[${mergeLabel(part.path)}]` : " ",
    )
    .join("")
    .replace(/\s+/g, " ")
    .trim();

/** Every link as it is written, in reading order: of one target as often as it stands there. */
export function writtenLinks(body: Body): { label: string; target: LinkTarget }[] {
  return singleBlocks(body).flatMap((block) => {
    switch (block.type) {
      case "button":
        return [{ label: block.label.trim() || "Button", target: block.link }];
      case "image":
        return block.link === undefined ? [] : [{ label: block.alt.trim() || "Picture", target: block.link }];
      default:
        return linesOf(block).flatMap((line) =>
          runs(line).flatMap(({ link, parts }) =>
            link === undefined ? [] : [{ label: runText(parts) || "Link", target: link }],
          ),
        );
    }
  });
}

/**
 * Every link except mail and phone ones, each target once, in reading order; also those without a usable address yet.
 * The key comes from where it leads alone, so it survives any other change of the text, and two buttons to one page are one
 * link, unless they close at different times.
 */
export function allLinks(body: Body): EmailLink[] {
  const byIdentity = new Map<string, EmailLink>();
  const taken = new Set<string>();
  for (const { label, target } of writtenLinks(body)) {
    const to = addressOf(target);
    if (typeof to === "string" && isMailOrPhone(to)) continue;
    const id = identity(target);
    if (byIdentity.has(id)) continue;
    let key = `l${fnv1a(leadsTo(target))}`;
    while (taken.has(key)) key += "x";
    taken.add(key);
    byIdentity.set(id, { key, label: label.slice(0, 200), target });
  }
  return [...byIdentity.values()];
}

/** The links a condition can ask about ("clicked that link"). */
export const linksOf = (body: Body): EmailLink[] =>
  allLinks(body).filter(({ target }) => {
    const to = addressOf(target);
    return typeof to !== "string" || isWebAddress(to);
  });

/** The key of a target among the links of its email. */
export const keyOf = (links: readonly EmailLink[], target: LinkTarget): string | undefined =>
  links.find((link) => identity(link.target) === identity(target))?.key;

/** FNV-1a, 32 bit, in base 36: http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
