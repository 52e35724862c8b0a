import type { CompiledEmail } from "@/lib/mail/compiled";
import type { Body } from "@/lib/mail/document";
import { isWebAddress, type Line, type LinkTarget } from "@/lib/mail/document";
import { allLinks, type EmailLink, isMailOrPhone, keyOf } from "@/lib/mail/links";
import { type Place, placeholder } from "@/lib/mail/tokens";

/** What the HTML and the plain text of one email share while they are being written: its slots and its links. */
export type Letter = {
  kind: "marketing" | "service";
  subject: Line;
  preview: Line;
  body: Body;
  links: readonly EmailLink[];
  slots: CompiledEmail["slots"];
  /** The placeholder of a merge tag. */
  merge(tag: { path: string; fallback: string }): string;
  /** What to print as the address. `place` is set where the address may turn out to be missing. */
  link(target: LinkTarget): { href: string; place: Place | null };
};

export function letterOf(written: Pick<Letter, "kind" | "subject" | "preview" | "body">): Letter {
  const { kind, subject, preview, body } = written;
  const links = allLinks(body);
  const slots: CompiledEmail["slots"] = [];
  return {
    kind,
    subject,
    preview,
    body,
    links,
    slots,
    merge({ path, fallback }) {
      const known = slots.findIndex((slot) => slot.path === path && slot.fallback === fallback);
      if (known === -1) slots.push({ path, fallback });
      return placeholder(`merge:${known === -1 ? slots.length - 1 : known}`);
    },
    link(target) {
      if (typeof target === "string" && isMailOrPhone(target)) return { href: target, place: null };
      const place: Place = `link:${keyOf(links, target)}`;
      const certain = typeof target === "string" && isWebAddress(target);
      return { href: placeholder(place), place: certain ? null : place };
    },
  };
}
