import "server-only";
import { z } from "zod";
import { eventName } from "@/lib/flow/event-name";
import { tagName } from "@/lib/flow/tag-name";
import { properties } from "@/lib/json";
import { currency, minorUnits } from "@/lib/money";
import { timeZone } from "@/lib/time/zone";

/** An address we can mail: at most 254 characters, 64 before the @. Stored lower case. */
export const emailAddress = z
  .string()
  .trim()
  .max(254, "An email address has at most 254 characters.")
  .pipe(z.email("This is not an email address."))
  .refine((address) => address.indexOf("@") <= 64, "The part before the @ has at most 64 characters.")
  .transform((address) => address.toLowerCase());

const language = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, "Send the language as a tag, for example de or pt-BR.");

// No control characters: a name ends up in headers and on screens.
export const personName = z
  .string()
  .trim()
  .max(200)
  .transform((name) => name.replace(/\p{Cc}+/gu, " ").trim());

/** A declaration of consent that comes with an event: what was agreed to, where. */
const consentGiven = z.strictObject({
  marketing: z.boolean().optional().describe("Agreed to marketing mail; false: took it back."),
  measuring: z.boolean().optional().describe("Agreed that opens are measured; false: took it back."),
  advertising: z
    .boolean()
    .optional()
    .describe("Agreed to be in audiences of ad networks; false: took it back."),
  source: z
    .string()
    .trim()
    .min(1, "Say where consent was given, for example “checkout”.")
    .max(200)
    .describe("Where it was given, for example “checkout”."),
  wording: z.string().trim().max(1_000).default("").describe("The sentence that was agreed to."),
});

/** What may be said about a contact along with an event. */
export const contactFields = z.strictObject({
  name: personName.optional(),
  timeZone: timeZone.optional().describe("As IANA names it, for example Europe/Berlin."),
  language: language.optional().describe("As a tag, for example de or pt-BR."),
  fields: properties.optional().describe("Of your own. Those you do not mention stay."),
  tags: z
    .array(tagName)
    .max(50)
    .optional()
    .describe("They have these from now on. Those you do not mention stay."),
  removeTags: z.array(tagName).max(50).optional().describe("They do not have these any more."),
  consent: consentGiven.optional(),
});

/** Event names that only the product itself may send. */
const RESERVED =
  /^(form\.submitted|tag\.(added|removed)$|field\.changed$|funnel\.started$|started\.by-hand$|email\.|enrollment\.|mail\/|inngest\/|(date|schedule)\.came$|hook\.received$)/;

/** One event as another machine sends it. `id` makes a second delivery harmless. */
export const factInput = z
  .strictObject({
    id: z
      .string()
      .trim()
      .min(1, "Give every event an id of its own: it makes a repeated delivery harmless.")
      .max(200)
      .describe("Your own. Sent again with the same, nothing happens."),
    name: eventName.refine((name) => !RESERVED.test(name), "This name is reserved. Choose another one."),
    email: emailAddress.optional().describe("Whose event it is. Either this or contactId."),
    contactId: z.uuid().optional(),
    occurredAt: z.iso
      .datetime({
        offset: true,
        error: "Send occurredAt as ISO 8601 with a zone, for example 2026-03-01T09:00:00Z.",
      })
      .optional()
      .describe("When it happened. Without it: now."),
    value: minorUnits.optional().describe("Whole minor units of the currency: 49.90 EUR is 4990."),
    currency: currency.optional().describe("ISO code, for example EUR. Goes with value."),
    properties: properties.default({}).describe("What mails and conditions may read of it."),
    contact: contactFields.optional(),
  })
  .refine((fact) => (fact.email === undefined) !== (fact.contactId === undefined), {
    message: "Name the contact by email or by contactId, not by both.",
    path: ["email"],
  })
  .refine((fact) => fact.value === undefined || fact.currency !== undefined, {
    message: "Send the currency with the value, for example EUR.",
    path: ["currency"],
  });
export type FactInput = z.output<typeof factInput>;

/** What another machine says about a contact. What it does not mention stays as it is. */
export const contactInput = z.strictObject({ email: emailAddress, ...contactFields.shape });
export type ContactInput = z.output<typeof contactInput>;
