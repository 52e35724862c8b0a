import type { CompiledEmail } from "./compiled";
import { destination, whyNot } from "./destination";
import { type ClosingLink, isClosing, isOfItem, type Line, leadsByItem } from "./document";
import { isMailOrPhone } from "./links";
import { itemsAt, type MergeValues, valueAt } from "./merge";
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
  /**
   * Where each followed link leads for this person; a link of an item once for each address it has among the items.
   * Mail and phone links are printed as they are and not listed.
   */
  links: { key: string; url: string; closes?: Pick<ClosingLink, "until" | "afterwards"> }[];
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
  const problems = new Set<string>();
  const links = new Map<string, FilledEmail["links"][number]>();

  /** Adds what the slots, links and pictures hold that are the item's own, or that are none's. */
  const put = (into: Printed, now: MergeValues, ofItem: boolean) => {
    for (const [index, { path, fallback, as }] of compiled.slots.entries()) {
      if (isOfItem(path) === ofItem) into.set(`merge:${index}`, valueAt(now, path, as) ?? fallback);
    }
    for (const { key, label, target } of compiled.links) {
      if (leadsByItem(target) !== ofItem) continue;
      const address = destination(target, now);
      if (address === null) {
        problems.add(`“${label}” is printed without its link: ${whyNot(target, now)}`);
      } else if (isMailOrPhone(address) && isClosing(target)) {
        problems.add(`“${label}” is printed without its link: a mail or phone link cannot close.`);
      } else if (isMailOrPhone(address)) {
        into.set(`link:${key}`, address);
      } else {
        const closes = isClosing(target) && { until: target.until, afterwards: target.afterwards };
        links.set(`${key} ${address}`, { key, url: address, ...(closes ? { closes } : {}) });
        into.set(`link:${key}`, place.link(key, address));
      }
    }
    for (const [index, path] of (compiled.pictures ?? []).entries()) {
      const address = isOfItem(path) === ofItem ? destination({ path }, now) : null;
      if (address !== null && !isMailOrPhone(address)) into.set(`picture:${index}`, address);
    }
    return into;
  };

  const whole = put(new Printed(), values, false);
  if (place.pixelUrl) whole.set("pixel", place.pixelUrl);
  if (place.unsubscribeUrl) whole.set("unsubscribe", place.unsubscribeUrl);
  const postalAddress = addressLines(place.postalAddress);
  if (postalAddress) whole.set("address", postalAddress);
  const items = (compiled.lists ?? []).map(({ path, most }, index) => {
    const all = itemsAt(values, path);
    if (all.length > 0) whole.set(`list:${index}`, "");
    if (all.length > most) whole.set(`more:${index}`, "");
    return all.slice(0, most);
  });
  const lists = items.map((all) => all.map((item) => put(new Printed(whole), { ...values, item }, true)));

  if (compiled.kind === "marketing") {
    if (!place.unsubscribeUrl) problems.add("Marketing email must carry an unsubscribe link.");
    if (!postalAddress) problems.add("Marketing email must carry your postal address. Add it in Settings.");
  }
  const text = print(pieces.text, whole, lists, plainly);
  return {
    subject: fillSubject(compiled.subject, values),
    preview: oneLine(compiled.preview, values),
    html: print(pieces.html, whole, lists, escaped),
    text: (compiled.lists ? closedUp(text) : text).trim(),
    links: [...links.values()],
    problems: [...problems],
  };
}

/** A subject for one person. */
export const fillSubject = (subject: Line, values: MergeValues): string =>
  oneLine(subject, values).slice(0, LONGEST_SUBJECT).toWellFormed();

/** Without the holes that a list without items, or an item without a price, leaves behind. */
const closedUp = (text: string): string => text.replace(/\n {2}(?=\n)/g, "").replace(/\n{3,}/g, "\n\n");

/** What each placeholder prints, as plain text. Within an item: what is its own, and the rest of the email's. */
class Printed extends Map<Place, string> {
  /** The same, safe in HTML; made when it is first asked for. */
  readonly html = new Map<Place, string>();
}

const plainly = (values: Printed, place: Place): string => values.get(place) ?? "";

function escaped(values: Printed, place: Place): string {
  const known = values.html.get(place);
  if (known !== undefined) return known;
  const safe = escapeHtml(values.get(place) ?? "");
  const html = place === "address" ? safe.replaceAll("\n", "<br/>") : safe;
  values.html.set(place, html);
  return html;
}

function print(
  segments: readonly Segment[],
  values: Printed,
  lists: readonly Printed[][],
  written: (values: Printed, place: Place) => string,
): string {
  let out = "";
  for (const segment of segments) {
    if (typeof segment === "string") out += segment;
    else if ("place" in segment) out += written(values, segment.place);
    else if ("when" in segment) {
      const branch = values.has(segment.when) ? segment.shown : segment.instead;
      out += print(branch, values, lists, written);
    } else for (const item of lists[segment.each] ?? []) out += print(segment.shown, item, lists, written);
  }
  return out;
}

/** A header or the preview: one line, without anything that could start another. */
const oneLine = (parts: Line, values: MergeValues): string =>
  harmless(
    parts
      .map((part) =>
        part.type === "text" ? part.text : (valueAt(values, part.path, part.as) ?? part.fallback),
      )
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
