import type { CompiledEmail } from "@/lib/mail/compiled";
import {
  addressOf,
  type Body,
  isClosing,
  isWebAddress,
  type Line,
  type LinkTarget,
  type MergeTag,
} from "@/lib/mail/document";
import { allLinks, type EmailLink, isMailOrPhone, keyOf } from "@/lib/mail/links";
import { type Place, placeholder } from "@/lib/mail/tokens";

/** What the HTML and the plain text of one email share while they are being written: its slots, links, lists and pictures. */
export type Letter = {
  kind: "marketing" | "service";
  subject: Line;
  preview: Line;
  body: Body;
  links: readonly EmailLink[];
  slots: CompiledEmail["slots"];
  lists: NonNullable<CompiledEmail["lists"]>;
  pictures: NonNullable<CompiledEmail["pictures"]>;
  /** The placeholder of a merge tag. */
  merge(tag: Pick<MergeTag, "path" | "fallback" | "as">): string;
  /** What to print as the address. `place` is set where the address may turn out to be missing. */
  link(target: LinkTarget): { href: string; place: Place | null };
  /** Which of the email's lists a repeating block prints. */
  list(block: { list: string; most: number }): number;
  /** The place of a picture whose address a property holds. */
  picture(path: string): Place;
};

export function letterOf(written: Pick<Letter, "kind" | "subject" | "preview" | "body">): Letter {
  const { kind, subject, preview, body } = written;
  const links = allLinks(body);
  const slots: Letter["slots"] = [];
  const lists: Letter["lists"] = [];
  const pictures: Letter["pictures"] = [];
  return {
    kind,
    subject,
    preview,
    body,
    links,
    slots,
    lists,
    pictures,
    merge({ path, fallback, as }) {
      const at = placeIn(
        slots,
        (slot) => slot.path === path && slot.fallback === fallback && slot.as === as,
        as ? { path, fallback, as } : { path, fallback },
      );
      return placeholder(`merge:${at}`);
    },
    link(target) {
      const to = addressOf(target);
      if (typeof to === "string" && isMailOrPhone(to) && !isClosing(target)) return { href: to, place: null };
      const place: Place = `link:${keyOf(links, target)}`;
      const certain = typeof to === "string" && isWebAddress(to);
      return { href: placeholder(place), place: certain ? null : place };
    },
    list: ({ list: path, most }) =>
      placeIn(lists, (one) => one.path === path && one.most === most, { path, most }),
    picture: (path) => `picture:${placeIn(pictures, (one) => one === path, path)}`,
  };
}

/** Where something stands in a list, where it is put if it was not there. */
function placeIn<T>(list: T[], same: (one: T) => boolean, fresh: T): number {
  const known = list.findIndex(same);
  return known === -1 ? list.push(fresh) - 1 : known;
}
