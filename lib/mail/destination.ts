import {
  addressOf,
  type Body,
  isWebAddress,
  type LinkTarget,
  LONGEST_URL,
  leadsByItem,
  mergeLabel,
} from "./document";
import { allLinks, type EmailLink, isMailOrPhone } from "./links";
import { itemsAt, type MergeValues, valueAt } from "./merge";

/** The address a link has for this person, in normal form, or null when it is none that may be printed. */
export function destination(target: LinkTarget, values: MergeValues): string | null {
  const to = addressOf(target);
  const address = typeof to === "string" ? to.trim() : valueAt(values, to.path);
  if (!address) return null;
  return isMailOrPhone(address) ? address : webAddress(address);
}

/** A web address in normal form; null when it is none, or too long in that form. */
export function webAddress(text: string): string | null {
  if (!isWebAddress(text)) return null;
  const { href } = new URL(text);
  return href.length <= LONGEST_URL ? href : null;
}

/** Why a link has none, for a sentence. */
export function whyNot(target: LinkTarget, values: MergeValues): string {
  const to = addressOf(target);
  if (typeof to === "string") return "it has no full web address.";
  const label = mergeLabel(to.path);
  return valueAt(values, to.path) === null
    ? `there is no ${label} for this person.`
    : `this person’s ${label} is not a web address.`;
}

/**
 * The links of an email that somebody can follow, in reading order: their own link may lead nowhere. One of a list's
 * items can be followed when one of those that are printed has an address.
 */
export function followable(body: Body, values: MergeValues): EmailLink[] {
  const leads = (target: LinkTarget, now: MergeValues) => {
    const address = destination(target, now);
    return address !== null && !isMailOrPhone(address);
  };
  const ofItems = new Set(
    body.flatMap((block) => {
      if (block.type !== "repeat") return [];
      const items = itemsAt(values, block.list).slice(0, block.most);
      return allLinks([block])
        .filter(({ target }) => items.some((item) => leads(target, { ...values, item })))
        .map(({ key }) => key);
    }),
  );
  return allLinks(body).filter(({ key, target }) =>
    leadsByItem(target) ? ofItems.has(key) : leads(target, values),
  );
}
