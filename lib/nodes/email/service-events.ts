/**
 * First words of the names of events after which people need mail from us: they bought, booked, or have an account.
 * "purchase", "order.paid", "booking_confirmed".
 */
const WORDS = new Set([
  "purchase",
  "order",
  "payment",
  "invoice",
  "refund",
  "subscription",
  "trial",
  "booking",
  "reservation",
  "appointment",
  "account",
  "password",
]);

/** Whether whoever did this may be sent service email by anybody who edits funnels. */
export const callsForService = (event: string): boolean =>
  WORDS.has(/^[a-z]+/.exec(event.toLowerCase())?.[0] ?? "");
