import type { CompiledEmail } from "./compiled";
import { isWebAddress, type Line, type LinkTarget, LONGEST_URL, mergeLabel } from "./document";
import { type EmailLink, isMailOrPhone } from "./links";
import { type MergeValues, valueAt } from "./merge";
import { cut, harmless, type Place, type Segment } from "./tokens";

/** What the sending side knows about one message. The preview passes plain addresses and no pixel. */
export type Placement = {
  /** The address to print for a link: a followed one, or `target` itself. `target` is an http(s) address in normal form. */
  link(key: string, target: string): string;
  /** Null: opens are not measured. */
  pixelUrl: string | null;
  /** Null only for service email. */
  unsubscribeUrl: string | null;
  /** Several lines; empty for none. */
  postalAddress: string;
};

export type FilledEmail = {
  subject: string;
  preview: string;
  html: string;
  text: string;
  /** Where each followed link leads for this person. Mail and phone links are printed as they are and not listed. */
  links: { key: string; url: string }[];
  /** Sentences about what could not be filled as written, for example a link without an address. */
  problems: string[];
};

/** Longest header line: https://www.rfc-editor.org/rfc/rfc5322#section-2.1.1 */
const LONGEST_SUBJECT = 998;

type Cut = { html: Segment[]; text: Segment[] };
const cuts = new WeakMap<CompiledEmail, Cut>();

/**
 * One person's email. The only way to make one: preview, Test inbox and sending print the same. Pure.
 * Keep the compiled object between calls: it is cut once.
 */
export function fillEmail(compiled: CompiledEmail, values: MergeValues, place: Placement): FilledEmail {
  let pieces = cuts.get(compiled);
  if (!pieces) {
    pieces = { html: cut(compiled.html), text: cut(compiled.text) };
    cuts.set(compiled, pieces);
  }
  const problems: string[] = [];
  const links: FilledEmail["links"] = [];
  const plain = new Map<Place, string>();

  for (const [index, slot] of compiled.slots.entries()) {
    plain.set(`merge:${index}`, valueAt(values, slot.path) ?? slot.fallback);
  }
  for (const { key, label, target } of compiled.links) {
    const address = destination(target, values);
    if (address === null) {
      problems.push(`“${label}” is printed without its link: ${whyNot(target, values)}`);
    } else if (isMailOrPhone(address)) {
      plain.set(`link:${key}`, address);
    } else {
      links.push({ key, url: address });
      plain.set(`link:${key}`, place.link(key, address));
    }
  }
  if (place.pixelUrl) plain.set("pixel", place.pixelUrl);
  if (place.unsubscribeUrl) plain.set("unsubscribe", place.unsubscribeUrl);
  const postalAddress = addressLines(place.postalAddress);
  if (postalAddress) plain.set("address", postalAddress);
  if (compiled.kind === "marketing") {
    if (!place.unsubscribeUrl) problems.push("Marketing email must carry an unsubscribe link.");
    if (!postalAddress) problems.push("Marketing email must carry your postal address. Add it in Settings.");
  }

  const escaped = new Map<Place, string>();
  for (const [name, text] of plain) escaped.set(name, escapeHtml(text));
  if (postalAddress) escaped.set("address", escapeHtml(postalAddress).replaceAll("\n", "<br/>"));
  return {
    subject: fillSubject(compiled.subject, values),
    preview: oneLine(compiled.preview, values),
    html: print(pieces.html, escaped),
    text: print(pieces.text, plain).trimEnd(),
    links,
    problems,
  };
}

/** A subject for one person. */
export const fillSubject = (subject: Line, values: MergeValues): string =>
  oneLine(subject, values).slice(0, LONGEST_SUBJECT).toWellFormed();

/** The links of an email that somebody can follow, in reading order: their own link may lead nowhere. */
export const followable = (links: readonly EmailLink[], values: MergeValues): EmailLink[] =>
  links.filter(({ target }) => {
    const address = destination(target, values);
    return address !== null && !isMailOrPhone(address);
  });

function print(segments: readonly Segment[], values: ReadonlyMap<Place, string>): string {
  let out = "";
  for (const segment of segments) {
    if (typeof segment === "string") out += segment;
    else if ("place" in segment) out += values.get(segment.place) ?? "";
    else out += print(values.has(segment.when) ? segment.shown : segment.instead, values);
  }
  return out;
}

/** The address a link has for this person, in normal form, or null when it is none that may be printed. */
function destination(target: LinkTarget, values: MergeValues): string | null {
  const address = typeof target === "string" ? target.trim() : valueAt(values, target.path);
  if (!address) return null;
  if (isMailOrPhone(address)) return address;
  if (!isWebAddress(address)) return null;
  const { href } = new URL(address);
  return href.length <= LONGEST_URL ? href : null;
}

function whyNot(target: LinkTarget, values: MergeValues): string {
  if (typeof target === "string") return "it has no full web address.";
  const label = mergeLabel(target.path);
  return valueAt(values, target.path) === null
    ? `there is no ${label} for this person.`
    : `this person's ${label} is not a web address.`;
}

/** A header or the preview: one line, without anything that could start another. */
const oneLine = (parts: Line, values: MergeValues): string =>
  harmless(
    parts
      .map((part) => (part.type === "text" ? part.text : (valueAt(values, part.path) ?? part.fallback)))
      .join("")
      .replace(/\s+/g, " "),
  ).trim();

const addressLines = (address: string): string =>
  address
    .split(/\r\n|\r|\n/)
    .map((row) => harmless(row).trim())
    .filter(Boolean)
    .join("\n");

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Safe as text and inside a quoted attribute. */
const escapeHtml = (text: string): string =>
  /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "") : text;
