import { z } from "zod";
import { eventName } from "@/lib/flow/event-name";
import { currency, minorUnits } from "@/lib/money";
import { propertyFilters } from "@/lib/rules/property-filter";
import { calendarDate, timeOfDay } from "@/lib/time/calendar";

/** What brings people in. */
export const WAYS = [
  "form",
  "event",
  "purchase",
  "tag",
  "field",
  "mail",
  "page",
  "date",
  "schedule",
  "webhook",
  "funnel",
  "hand",
] as const;
export type WayIn = (typeof WAYS)[number];

const fieldName = z.string().trim().max(100, "The name of a field has at most 100 characters.");

const purchase = z.strictObject({
  /** A product's name, id or SKU; empty means any. */
  product: z.string().trim().max(200).default(""),
  atLeast: minorUnits.nullable().default(null),
  currency: currency.default("EUR"),
});

const field = z.strictObject({
  field: fieldName.default(""),
  /** Only when it becomes this; null: whatever it becomes. */
  to: z.string().trim().max(200, "Compare with at most 200 characters.").nullable().default(null),
});

const mail = z.strictObject({
  does: z.enum(["clicked", "opened"]).default("clicked"),
  /** Of which funnel; null: of any. */
  funnelId: z.uuid().nullable().default(null),
  /** Of which step of that funnel; null: of any. */
  nodeId: z.string().min(1).max(64).nullable().default(null),
  /** Key of one link of that email; null: any. */
  link: z.string().max(64).nullable().default(null),
  /** Only a link whose address contains this; empty: any. */
  address: z.string().trim().max(500).default(""),
  /** What the three are called, as it was when they were chosen; empty where nothing is. */
  named: z
    .strictObject({
      funnel: z.string().max(200).default(""),
      email: z.string().max(200).default(""),
      link: z.string().max(200).default(""),
    })
    .prefault({}),
});
export type MailWay = z.output<typeof mail>;
const anyMail: MailWay = mail.parse({});

const page = z.strictObject({
  /** How the address of the page is compared. */
  is: z.enum(["contains", "begins", "is"]).default("contains"),
  address: z.string().trim().max(2_000, "An address has at most 2,000 characters.").default(""),
});

/** Furthest an entry may lie from its date. */
export const MOST_DAYS_OFF = 365;

const date = z.strictObject({
  field: fieldName.default(""),
  /** On that day of every year, or once, on the very date. */
  yearly: z.boolean().default(true),
  /** So many days after the date; before it, if negative. */
  days: z
    .int("Give a whole number of days.")
    .min(-MOST_DAYS_OFF, `At most ${MOST_DAYS_OFF} days.`)
    .max(MOST_DAYS_OFF, `At most ${MOST_DAYS_OFF} days.`)
    .default(0),
  time: timeOfDay.default("09:00"),
});
export type DateWay = z.output<typeof date>;

const weekdays = z
  .array(z.literal([1, 2, 3, 4, 5, 6, 7]))
  .min(1, "Choose at least one day of the week.")
  .max(7);

/** By the workspace's clock, because everybody enters at the same moment. */
const schedule = z.discriminatedUnion("every", [
  z.strictObject({ every: z.literal("once"), date: calendarDate, time: timeOfDay.default("09:00") }),
  z.strictObject({
    every: z.literal("week"),
    weekdays: weekdays.default([1]),
    time: timeOfDay.default("09:00"),
  }),
  z.strictObject({
    every: z.literal("month"),
    /** 31 is the last day of a shorter month. */
    day: z
      .int("Give a day of the month.")
      .min(1, "The first day is 1.")
      .max(31, "The last is 31.")
      .default(1),
    time: timeOfDay.default("09:00"),
  }),
]);
export type Schedule = z.output<typeof schedule>;

/** Where in what the other machine sends something stands, as a path with dots: "customer.email". */
const path = z
  .string()
  .trim()
  .max(200)
  .regex(/^[^.]*(\.[^.]+)*$/, "Write the way to it with dots in between, for example customer.email.");

const webhook = z.strictObject({
  email: path.default("email"),
  /** Empty: nobody's name is taken. */
  contactName: path.default("name"),
  /** What makes a second delivery of the same harmless, beside the id that comes with the signature. */
  id: path.default("id"),
});
export type WebhookWay = z.output<typeof webhook>;

export const triggerSettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  /** `form`: the form made with the funnel. `event`: any event of that name. */
  on: z.enum(WAYS).default("form"),
  event: z.union([z.literal(""), eventName]).default(""),
  form: z
    .strictObject({
      title: z.string().trim().max(120).default("Stay in touch"),
      text: z.string().trim().max(1_000).default(""),
      button: z.string().trim().max(60).default("Sign up"),
      askName: z.boolean().default(true),
      /** The words a person agrees to; kept with their consent. */
      consent: z.string().trim().max(500).default("Yes, send me emails. I can unsubscribe at any time."),
      thanks: z.string().trim().max(500).default("Thank you. Please look into your inbox."),
    })
    .prefault({}),
  /** What the event must say. */
  where: propertyFilters.optional(),
  purchase: purchase.optional(),
  tag: z.string().trim().max(100, "A tag has at most 100 characters.").optional(),
  field: field.optional(),
  mail: mail.optional(),
  page: page.optional(),
  date: date.optional(),
  schedule: schedule.optional(),
  hook: webhook.optional(),
});
export type TriggerSettings = z.output<typeof triggerSettings>;

/** The details of each way, also of settings that were kept before there was such a way. */
export const detail = {
  purchase: (settings: TriggerSettings) => settings.purchase ?? purchase.parse({}),
  field: (settings: TriggerSettings) => settings.field ?? field.parse({}),
  // Versions that were published before a link could be chosen know nothing of it.
  mail: (settings: TriggerSettings): MailWay => ({ ...anyMail, ...settings.mail }),
  page: (settings: TriggerSettings) => settings.page ?? page.parse({}),
  date: (settings: TriggerSettings) => settings.date ?? date.parse({}),
  schedule: (settings: TriggerSettings): Schedule => settings.schedule ?? schedule.parse({ every: "week" }),
  hook: (settings: TriggerSettings) => settings.hook ?? webhook.parse({}),
} as const;
