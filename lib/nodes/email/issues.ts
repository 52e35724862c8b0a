import { NO_DEADLINES } from "@/lib/flow/deadlines";
import { givenBy } from "@/lib/flow/funnel-dates";
import {
  type Inline,
  isOfItem,
  isWebAddress,
  type LinkTarget,
  leadsByItem,
  linesOf,
  lineText,
  type SingleBlock,
  singleBlocks,
} from "@/lib/mail/document";
import { pathsOf } from "@/lib/mail/samples";
import { domainOf, maySendAs } from "@/lib/mail/sender";
import { isStandIn } from "@/lib/mail/stand-in";
import { momentIn } from "@/lib/time/calendar";
import { momentOfDate } from "@/lib/time/given-date";
import type { Neighbours, NodeIssue, Surroundings } from "../contract";
import type { EmailSettings } from "./definition";
import { closingIssues } from "./link-issues";
import { callsForService } from "./service-events";
import { sayUseful } from "./useful";

const inlinesOf = (block: SingleBlock): Inline[] => linesOf(block).flat();

const targetsOf = (block: SingleBlock): LinkTarget[] => {
  if (block.type === "button") return [block.link];
  if (block.type === "image") return block.link === undefined ? [] : [block.link];
  return inlinesOf(block).flatMap((one) =>
    one.type !== "break" && one.link !== undefined ? [one.link] : [],
  );
};

const isLink = (target: LinkTarget): boolean =>
  typeof target !== "string" || isWebAddress(target) || /^(mailto|tel):[^\s]+$/.test(target);

const saysSomething = (one: Inline): boolean =>
  one.type === "merge" || (one.type === "text" && one.text.trim() !== "");

const hasWords = (blocks: readonly SingleBlock[]): boolean =>
  blocks.some((block) => {
    if (block.type === "divider") return false;
    return block.type === "image" || block.type === "button" || inlinesOf(block).some(saysSomething);
  });

/** Whether something stands for an item where none is being printed. */
const strays = ({ subject, preview, body }: EmailSettings): boolean => {
  const outside = singleBlocks(body.filter((block) => block.type !== "repeat"));
  return (
    [...subject, ...preview, ...outside.flatMap(inlinesOf)].some(
      (one) => one.type === "merge" && isOfItem(one.path),
    ) || outside.flatMap(targetsOf).some(leadsByItem)
  );
};

/** What stands in the way of sending this email. */
export function emailIssues(
  settings: EmailSettings,
  surroundings: Surroundings,
  neighbours?: Pick<Neighbours, "name" | "startedBy" | "dates">,
  self = "",
): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const blocks = (message: string) => issues.push({ level: "blocks", message });
  if (!lineText(settings.subject).trim()) blocks("Write a subject.");
  const single = singleBlocks(settings.body);
  const targets = single.flatMap(targetsOf);
  if (!hasWords(single)) blocks("Write the text of this email.");
  for (const block of single) {
    if (block.type === "button" && !block.label.trim()) blocks("Write what the button says.");
    if (block.type === "image" && !isWebAddress(block.src)) {
      blocks("Give the picture a full web address, for example https://example.org/picture.png.");
    }
  }
  if (targets.some((target) => !isLink(target))) {
    blocks("A link or button has no full web address yet, for example https://example.org/offer.");
  }
  issues.push(...closingIssues(settings.body, surroundings, neighbours?.dates ?? []));
  if (strays(settings)) {
    blocks("Something of an item is filled in outside a list of items. Move it into the list, or remove it.");
  }
  for (const path of pathsOf(settings)) {
    const name = path.startsWith("dates.") ? path.slice("dates.".length) : null;
    if (name !== null && !(neighbours?.dates ?? []).some((one) => one.name === name)) {
      blocks(
        `It prints the date “${name}”, which this funnel does not have. Add it, in a wait that goes by a date, or remove it.`,
      );
    }
  }
  for (const block of settings.body) {
    if (block.type === "repeat" && !hasWords(block.content)) {
      blocks("Write what is printed for each item of the list.");
    }
  }
  if (targets.some(isStandIn)) {
    issues.push({
      level: "warns",
      message: "A link or button still leads to “your-website.example”. Put in the address of your own page.",
    });
  }
  if (settings.kind === "service" && !settings.reason) {
    blocks("Say why this is a service email, for example “the receipt they asked for”.");
  }
  const { publisher } = surroundings;
  if (
    settings.kind === "service" &&
    publisher &&
    !publisher.service.includes(self) &&
    !neighbours?.startedBy?.some(callsForService)
  ) {
    const which = neighbours ? `“${neighbours.name(self)}”` : "this";
    // Whoever drew it may be an editor: an owner is told what only they can let through.
    if (publisher.owner) {
      issues.push({
        level: "warns",
        message: `As a service email, ${which} also goes to people who never agreed to marketing mail or have unsubscribed, though no purchase, booking or account event starts this funnel. Publish it only if they need it.`,
      });
    } else {
      blocks(
        `Only an owner of this workspace may make ${which} a service email, since no purchase, booking or account event starts this funnel. Ask an owner to publish it, or make it a marketing email.`,
      );
    }
  }
  if (settings.kind === "marketing" && settings.askedFor && !settings.reason) {
    blocks("Say what they asked for, for example “the guide they signed up for”.");
  }
  const { useful } = settings;
  if (useful?.until === "event" && !useful.property) {
    blocks("Name the date of the event until which this email is useful.");
  }
  if (useful?.until === "funnel") {
    const date = neighbours?.dates?.find(({ name }) => name === useful.named);
    if (useful.named === "") blocks("Choose the date of the funnel until which this email is useful.");
    else if (neighbours && !date) {
      blocks(
        `This email is only useful until “${useful.named}”, and this funnel has no such date. Add it to the funnel’s dates, or choose another one.`,
      );
    }
    const { timeZone, now } = surroundings;
    // A deadline is another moment for each person.
    const given = date ? givenBy(date, NO_DEADLINES) : null;
    if (neighbours && given && momentOfDate(given, timeZone) + useful.offsetMs <= now) {
      issues.push({
        level: "warns",
        message: `Everybody skips “${neighbours.name(self)}”: it is useful ${sayUseful(useful)}, and that has passed. Move the date, or let the email be useful for longer.`,
      });
    }
  }
  if (useful?.until === "moment") {
    const zone = useful.zone ?? surroundings.timeZone;
    if (momentIn(zone, useful.date, useful.time) <= surroundings.now) {
      issues.push({
        level: "warns",
        message: "The moment until which this email is useful has passed: everybody skips it.",
      });
    }
  }
  if (settings.kind === "marketing" && !surroundings.postalAddress.trim()) {
    blocks("Marketing email must carry your postal address. Add it in Settings.");
  }
  if (!surroundings.sender) blocks("Nobody is named as sender. Add a sender in Settings.");
  else if (settings.sender?.email && !maySendAs(settings.sender.email, surroundings.sender)) {
    const domain = domainOf(surroundings.sender.email);
    blocks(
      `The sender’s address must end in @${domain}, as that in Settings does. Use such an address, or leave it empty.`,
    );
  }
  return issues;
}
