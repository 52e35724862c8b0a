import type { FunnelDate } from "@/lib/flow/funnel-dates";
import { addressOf, isClosing, isWebAddress, type LinkTarget } from "@/lib/mail/document";
import { isMailOrPhone } from "@/lib/mail/links";
import { type Asked, askedBy, pathFor } from "./merge-source";

type Leads = { kind: "address"; address: string } | { kind: "property"; asked: Asked };

/**
 * Until which date of the funnel it works; null: always. `elsewhere`: where it leads afterwards; null: to the page that says
 * so. `adds`: that date, where the funnel gets it with this link.
 */
export type Closes = { until: string; elsewhere: string | null; adds?: FunnelDate };

/** Where a link leads, as its author is typing it. */
export type LinkDraft = Leads & { closes: Closes | null };

export function draftOf(target: LinkTarget): LinkDraft {
  const to = addressOf(target);
  const leads: Leads =
    typeof to === "string" ? { kind: "address", address: to } : { kind: "property", asked: askedBy(to.path) };
  const closes = isClosing(target) ? { until: target.until, elsewhere: target.afterwards || null } : null;
  return { ...leads, closes };
}

/** What to store, or null while nothing usable is typed. A mail or phone link never comes by us, so it cannot close. */
export function targetOf(draft: LinkDraft): LinkTarget | null {
  const to = leadsTo(draft);
  if (to === null || draft.closes === null || !mayClose(draft)) return to;
  const { until, elsewhere } = draft.closes;
  const afterwards = elsewhere === null ? "" : addressFrom(elsewhere);
  if (until === "" || afterwards === null || (afterwards !== "" && !isWebAddress(afterwards))) return null;
  return { to, until, afterwards };
}

export const mayClose = (draft: LinkDraft): boolean => {
  const to = leadsTo(draft);
  return typeof to !== "string" || !isMailOrPhone(to);
};

/** Where it leads, until it closes: null while nothing usable is typed. */
export function leadsTo(draft: Leads): ReturnType<typeof addressOf> | null {
  if (draft.kind === "address") return addressFrom(draft.address);
  const path = pathFor(draft.asked);
  return path ? { path } : null;
}

/** "example.org" means its https address. */
export function addressFrom(text: string): string | null {
  const typed = text.trim();
  if (isWebAddress(typed) || /^(mailto|tel):\S+$/i.test(typed)) return typed;
  if (/^[^\s@/]+@[^\s@]+\.[^\s@]+$/.test(typed)) return `mailto:${typed}`;
  const guessed = `https://${typed}`;
  return /^[^\s:/]+\.[^\s]{2,}$/.test(typed) && isWebAddress(guessed) ? guessed : null;
}
