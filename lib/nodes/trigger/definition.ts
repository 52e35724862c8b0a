import type { Fact } from "@/lib/flow/world";
import type { Here, NodeDefinition } from "../contract";
import { listening, mailAlong } from "./mail-way";
import { detail, type TriggerSettings, triggerSettings } from "./settings";
import { ways } from "./ways";

export { type TriggerSettings, triggerSettings } from "./settings";

type Told = Pick<Fact, "name" | "value" | "currency" | "properties">;

function starts(settings: TriggerSettings, fact: Told, here: Here): boolean {
  const way = ways[settings.on];
  const name = way.event(settings);
  return name !== "" && fact.name === name && (way.fits?.(settings, fact, here) ?? true);
}

function sampleFor(settings: TriggerSettings, here: Here): Told {
  const way = ways[settings.on];
  return {
    name: way.event(settings),
    properties: {},
    value: null,
    currency: null,
    ...way.sample?.(settings, here),
  };
}

export const trigger = {
  type: "trigger",
  label: "Trigger",
  hint: "Who enters, and when",
  icon: "log-in",
  group: "start",
  settings: triggerSettings,
  initial: () => triggerSettings.parse({}),
  exits: () => [{ id: "next", label: "Next", mayStayOpen: true }],
  summary: (settings) => ways[settings.on].says(settings),
  issues: (settings, surroundings) => ways[settings.on].issues?.(settings, surroundings) ?? [],
  goesAlong: {
    name: true,
    on: true,
    event: true,
    form: true,
    where: true,
    purchase: true,
    tag: true,
    field: true,
    mail: true,
    page: true,
    date: true,
    schedule: true,
    hook: true,
  },
  partly: (settings, shown) =>
    settings.mail ? { ...settings, mail: mailAlong(settings.mail, shown) } : settings,
  unsubscribed: () => "way",
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
  tells: (settings) => ways[settings.on].tells(settings),
  startsOn: (settings) => ways[settings.on].event(settings),
  enters: starts,
  sampleStart: sampleFor,
  listensTo: (settings) => (settings.on === "mail" ? listening(detail.mail(settings)) : null),
  repeats: (settings) => ways[settings.on].repeats?.(settings) ?? false,
  startsLike(settings) {
    if (NEVER_ALIKE.has(settings.on)) return null;
    // What nothing starts yet is unfinished, not the same.
    return starts(settings, sampleFor(settings, ANYWHERE), ANYWHERE)
      ? ways[settings.on].says(settings)
      : null;
  },
} satisfies NodeDefinition<"trigger", TriggerSettings>;

const ANYWHERE: Here = { funnelId: "funnel", nodeId: "trigger", formId: "form" };

/** Two of these are never the same: each has an address of its own, or a member chooses it. */
const NEVER_ALIKE: ReadonlySet<TriggerSettings["on"]> = new Set(["webhook", "hand"]);
