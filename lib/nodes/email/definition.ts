import { z } from "zod";
import { body, line, lineText } from "@/lib/mail/document";
import { allLinks } from "@/lib/mail/links";
import { readdressed } from "@/lib/mail/readdress";
import { LONGEST_WAIT_MS, type NodeDefinition } from "../contract";
import { emailIssues } from "./issues";
import { asksZone, sayUseful, useful, usefulUntil } from "./useful";

/** An email address; empty while there is none. */
export const addressOrNone = z.union(
  [z.literal(""), z.email().max(254)],
  "Write an email address, such as anna@example.org, or leave it empty.",
);

export const emailSettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  /** Marketing goes only to people who agreed. Service is what a person needs and has asked for. */
  kind: z.enum(["marketing", "service"]).default("marketing"),
  /** Why a service email may go to everyone, or what the person asked for. */
  reason: z.string().trim().max(200).default(""),
  /** Who it comes from, where that is not the workspace's sender; what is empty is as there. */
  sender: z
    .strictObject({
      name: z.string().trim().max(100, "A sender’s name has at most 100 characters.").default(""),
      email: addressOrNone.default(""),
    })
    .optional(),
  /** Where replies go; empty: as the workspace says. */
  replyTo: addressOrNone.optional(),
  subject: line.default([]),
  preview: line.default([]),
  body: body.default([]),
  /** Until when it is worth sending; without it, always. */
  useful: useful.optional(),
  /** Marketing that the person asked for (`reason`: what): hours, caps and gap of the workspace's rules do not hold it. */
  askedFor: z.boolean().optional(),
});
export type EmailSettings = z.output<typeof emailSettings>;

/** Key of the one effect of an email's visit. */
export const MAIL = "mail";

/** Left by a wait whose moment had passed. */
const SKIP = "skip the next email";

export const email = {
  type: "email",
  label: "Email",
  hint: "Send an email",
  icon: "mail",
  group: "message",
  settings: emailSettings,
  initial: () => emailSettings.parse({}),
  exits: () => [{ id: "next", label: "Next", mayStayOpen: true }],
  summary(settings) {
    const subject = lineText(settings.subject).trim();
    if (!subject) return "Write the subject and the text";
    const asked = settings.kind === "marketing" && settings.askedFor ? ", at any hour" : "";
    return `${subject}${settings.useful ? `, ${sayUseful(settings.useful)}` : ""}${asked}`;
  },
  issues: emailIssues,
  unsubscribed: ({ kind }) => (kind === "marketing" ? "withheld" : "something"),
  goesAlong: {
    name: true,
    kind: true,
    reason: true,
    // They are addresses of this workspace.
    sender: false,
    replyTo: false,
    subject: true,
    preview: true,
    body: true,
    useful: true,
    askedFor: true,
  },
  readdress: (settings, to) => ({ ...settings, body: readdressed(settings.body, to) }),
  links: (settings) => allLinks(settings.body),
  reads: (settings) => (asksZone(settings.useful) ? [{ topic: "zone" }] : []),
  // The enrollment stays here until its mail is settled. So a goal, a pause or a move cancels an unsent mail by itself.
  visit(settings, at, world) {
    const mail = world.effect(MAIL);
    const skips = at.marks.filter(({ mark }) => mark === SKIP);
    if (!mail && skips.length > 0) {
      const items = skips.map(({ nodeId, at: since }) => ({ topic: "missed", value: nodeId, at: since }));
      return {
        answer: "leave",
        by: "next",
        because: { v: 1, why: "past", items: items.slice(0, 100) },
        consumes: [SKIP],
      };
    }
    const limit = mail ? null : usefulUntil(settings.useful, at, world);
    if (limit && world.now > limit.at) {
      const items = [{ topic: "useful until", value: limit.said, at: limit.at }];
      return { answer: "leave", by: "next", because: { v: 1, why: "past", items } };
    }
    if (mail?.settled) {
      return {
        answer: "leave",
        by: "next",
        because: { v: 1, why: "settled", items: [{ topic: "message", value: mail.settled, at: mail.at }] },
      };
    }
    const until = at.arrivedAt + LONGEST_WAIT_MS;
    if (world.now >= until) {
      return {
        answer: "leave",
        by: "next",
        because: { v: 1, why: "settled", items: [{ topic: "message", value: "failed", at: until }] },
      };
    }
    return mail
      ? { answer: "wait", until }
      : {
          answer: "wait",
          until,
          effects: [{ kind: "message", key: MAIL, ...(limit && { usefulUntil: limit.at }) }],
        };
  },
  tells(_settings, { because, mail }, { names }) {
    if (because.why === "past") {
      const limit = because.items.find(({ topic }) => topic === "useful until");
      if (limit) return `The email was skipped: it was only useful until ${limit.value}.`;
      const waits = because.items.map(({ value }) => `“${names.node(String(value))}”`);
      return `The email was skipped, because the moment of ${waits.join(" and ")} had passed.`;
    }
    const why = mail?.reason ? ` ${mail.reason}` : "";
    switch (because.items[0]?.value) {
      case "sent":
        return "The email was sent.";
      case "dropped":
        return `The email was not sent.${why}`;
      case "unknown":
        return `The email may or may not have been sent.${why}`;
      default:
        return `The email could not be sent.${why}`;
    }
  },
  awaits(_settings, { mail, heldUntil }) {
    if (mail?.state === "queued" && heldUntil !== null) {
      return `Its email is held until ${heldUntil}${mail.reason ? `: ${mail.reason.replace(/\.$/, "")}` : ""}.`;
    }
    if (mail?.state === "held") return `Its email is held. ${mail.reason ?? ""}`.trim();
    return mail?.state === "sending" ? "The email is being sent." : "The email is on its way.";
  },
} satisfies NodeDefinition<"email", EmailSettings>;
