import { z } from "zod";
import { contactInput, emailAddress } from "@/lib/engine/fact-input";
import { properties } from "@/lib/json";
import { cursorOf } from "./cursor";
import { described } from "./described";
import { EXAMPLE } from "./example";
import { moment, pageOf, paging } from "./fields";

const group = "Contacts";

const contact = z.strictObject({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  timeZone: z.string().nullable(),
  language: z.string().nullable(),
  fields: properties,
  tags: z.array(z.string()),
  marketing: z
    .enum(["none", "subscribed", "unsubscribed"])
    .describe("none: never agreed. Marketing mail goes to subscribed alone."),
  mayMeasure: z.boolean().describe("Agreed that opens of their mail are measured."),
  mayAdvertise: z.boolean().describe("Agreed to be in audiences of ad networks."),
  suppressed: z
    .enum(["bounced", "complained", "manual", "provider"])
    .nullable()
    .describe("Why this address gets no mail at all; null: it does."),
  createdAt: moment,
});

const exampleContact = {
  id: EXAMPLE.contactId,
  email: EXAMPLE.email,
  name: "Ada Löw",
  timeZone: "Europe/Berlin",
  language: "de",
  fields: { city: "Bremen" },
  tags: ["wholesale"],
  marketing: "subscribed",
  mayMeasure: false,
  mayAdvertise: false,
  suppressed: null,
  createdAt: "2026-03-02T09:00:00.000Z",
};

export const contactCursor = cursorOf("contacts", z.string().max(254));

export const listContacts = described({
  method: "GET",
  path: "/api/v1/contacts",
  group,
  id: "list-contacts",
  summary: "List the contacts",
  about: "By email address, from a to z. With email: the one contact who has it, or none.",
  query: z.strictObject({
    ...paging,
    cursor: contactCursor.parameter,
    email: emailAddress.optional().describe("Only the contact with this address."),
  }),
  answers: { 200: { what: "One page of contacts.", schema: pageOf(contact) } },
  example: {
    query: { email: EXAMPLE.email },
    answer: { data: [exampleContact], nextCursor: null },
  },
});

export const saveContact = described({
  method: "POST",
  path: "/api/v1/contacts",
  group,
  id: "save-contact",
  summary: "Make or update a contact",
  about:
    "By email address. What you do not mention stays as it is; of fields and tags, too. Consent says what was agreed to and where: only what somebody really agreed to belongs here. Who has unsubscribed stays unsubscribed, whatever is sent: only they can change that, in a form.",
  body: contactInput,
  answers: {
    201: { what: "The contact is new.", schema: contact },
    200: { what: "The contact is updated.", schema: contact },
  },
  example: {
    body: {
      email: EXAMPLE.email,
      name: "Ada Löw",
      timeZone: "Europe/Berlin",
      language: "de",
      fields: { city: "Bremen" },
      tags: ["wholesale"],
      consent: { marketing: true, source: "checkout", wording: "Yes, send me the letter." },
    },
    answer: exampleContact,
  },
});
