import { z } from "zod";
import type { NodeDefinition } from "../contract";

export const endSettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  reason: z.string().trim().max(120).default(""),
});
export type EndSettings = z.output<typeof endSettings>;

export const end = {
  type: "end",
  label: "End",
  hint: "Leave the funnel here",
  icon: "circle-stop",
  group: "outcome",
  settings: endSettings,
  initial: () => endSettings.parse({}),
  exits: () => [],
  summary: (settings) => settings.reason || "The funnel ends here",
  unsubscribed: () => "way",
  goesAlong: { name: true, reason: true },
  reads: () => [],
  visit: (settings, at) => ({
    answer: "end",
    reason: settings.reason || "finished",
    because: { v: 1, why: "end", items: [{ topic: "clock", at: at.arrivedAt }] },
  }),
  tells: (settings) => (settings.reason ? `Came to the end: ${settings.reason}.` : "Came to the end."),
} satisfies NodeDefinition<"end", EndSettings>;
