import { z } from "zod";
import { factInput } from "@/lib/engine/fact-input";
import { described } from "./described";
import { EXAMPLE } from "./example";

/** Most events of one call. */
export const MOST_EVENTS = 500;

const events = z.array(factInput).min(1).max(MOST_EVENTS, `Send at most ${MOST_EVENTS} events at a time.`);

const taken = z.strictObject({
  id: z.string(),
  contactId: z.uuid(),
  duplicate: z.boolean().describe("This id was seen before, so nothing happened."),
  enrollments: z.array(z.uuid()).describe("Trips through a funnel that it started."),
});
const answered = z.union([taken, z.strictObject({ events: z.array(taken) })]);

const exampleEvent = {
  id: "order-1001",
  name: "purchase",
  email: EXAMPLE.email,
  occurredAt: "2026-03-02T09:30:00Z",
  value: 4990,
  currency: "EUR",
  properties: { product: "Course" },
  contact: { name: "Ada Löw", consent: { marketing: true, source: "checkout" } },
};

export const sendEvents = described({
  method: "POST",
  path: "/api/v1/events",
  group: "Events",
  id: "send-events",
  summary: "Send events",
  about: `One event, or up to ${MOST_EVENTS} as a list or as { "events": […] }. Value is in minor units: 4990 is 49.90 EUR. The id makes a repeated delivery harmless, so send again whatever was not answered. A contact who is not known yet is made. Several events are checked together first: when one does not fit, none is taken in, and path says which. Then they are taken in in their order, contact by contact.`,
  body: z.union([factInput, events, z.strictObject({ events })]),
  answers: {
    202: { what: "Taken in. For a list: one answer for each event, in its order.", schema: answered },
    200: { what: "Every id was seen before: nothing happened.", schema: answered },
  },
  refusals: { 404: { code: "not_found", what: "This workspace has no contact with that contactId." } },
  example: {
    body: exampleEvent,
    answer: { id: "order-1001", contactId: EXAMPLE.contactId, duplicate: false, enrollments: [] },
  },
});
