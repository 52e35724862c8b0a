import { z } from "zod";
import { eventName } from "@/lib/flow/event-name";
import type { NodeDefinition } from "../contract";

const name = z.string().trim().max(60).optional();

export const triggerSettings = z.strictObject({
  name,
  /** `form`: the form made with the funnel. `event`: any event of that name. */
  on: z.enum(["form", "event"]).default("form"),
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
});
export type TriggerSettings = z.output<typeof triggerSettings>;

export const trigger = {
  type: "trigger",
  label: "Trigger",
  hint: "Who enters, and when",
  icon: "log-in",
  group: "start",
  settings: triggerSettings,
  initial: () => triggerSettings.parse({}),
  exits: () => [{ id: "next", label: "Next", mayStayOpen: true }],
  summary: (settings) =>
    settings.on === "form"
      ? "When someone sends the form"
      : settings.event
        ? `When “${settings.event}” happens`
        : "Choose the event that starts this",
  issues(settings) {
    if (settings.on === "event" && !settings.event) {
      return [
        { level: "blocks", message: "Name the event that starts the funnel, for example “cart.updated”." },
      ];
    }
    if (settings.on === "form" && !settings.form.consent) {
      return [{ level: "blocks", message: "Write the sentence that people agree to on the form." }];
    }
    return [];
  },
  goesAlong: { name: true, on: true, event: true, form: true },
  reads: () => [],
  visit: (_settings, _at, world) => ({
    answer: "leave",
    by: "next",
    because: {
      v: 1,
      why: "entered",
      items: [{ topic: `event:${world.entry.name}`, factId: world.entry.id, at: world.entry.at }],
    },
  }),
  tells: (settings) =>
    settings.on === "form" ? "Came in by the form." : `Came in when “${settings.event}” happened.`,
  startsOn: (settings) => (settings.on === "form" ? "form.submitted" : settings.event),
  enters: (settings, fact, { formId }) =>
    settings.on === "form"
      ? fact.name === "form.submitted" && formId !== null && fact.properties.formId === formId
      : settings.event !== "" && fact.name === settings.event,
} satisfies NodeDefinition<"trigger", TriggerSettings>;
