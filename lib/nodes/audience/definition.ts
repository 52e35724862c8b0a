import { z } from "zod";
import { isStorable } from "@/lib/json";
import type { NodeDefinition } from "../contract";

export const audienceSettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  does: z.enum(["add", "remove"]).default("add"),
  /** Name of the audience. */
  audience: z
    .string()
    .trim()
    .max(100, "The name of an audience has at most 100 characters.")
    .refine(isStorable)
    .default(""),
});
export type AudienceSettings = z.output<typeof audienceSettings>;

export const audience = {
  type: "audience",
  label: "Ad audience",
  hint: "Show them ads, or stop",
  icon: "megaphone",
  group: "people",
  settings: audienceSettings,
  initial: () => audienceSettings.parse({}),
  exits: () => [{ id: "next", label: "Next", mayStayOpen: true }],
  summary({ does, audience: to }) {
    if (!to) return "Name the ad audience";
    return does === "add" ? `Add to ad audience “${to}”` : `Remove from ad audience “${to}”`;
  },
  issues: ({ audience: to }) =>
    to ? [] : [{ level: "blocks", message: "Name the ad audience, for example “Left a cart”." }],
  goesAlong: { name: true, does: true, audience: true },
  reads: () => [],
  visit: ({ does, audience: to }, _at, world) => ({
    answer: "leave",
    by: "next",
    because: { v: 1, why: "changed", items: [{ topic: "audience", value: to, at: world.now }] },
    effects: [{ kind: "audience", key: "audience", audience: to, on: does === "add" }],
  }),
  tells: ({ does, audience: to }) =>
    does === "add" ? `Put on the ad audience “${to}”.` : `Taken off the ad audience “${to}”.`,
} satisfies NodeDefinition<"audience", AudienceSettings>;
