import { z } from "zod";
import { isStorable } from "@/lib/json";
import type { NodeDefinition } from "../contract";

export const notifySettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  /** Address of a member of the workspace. */
  to: z.union([z.literal(""), z.email("Write an email address.").max(254)]).default(""),
  /** What they are told beside who it is about. */
  note: z.string().trim().max(1_000, "A note has at most 1,000 characters.").refine(isStorable).default(""),
});
export type NotifySettings = z.output<typeof notifySettings>;

export const notify = {
  type: "notify",
  label: "Notify",
  hint: "Email a teammate",
  icon: "bell",
  group: "people",
  settings: notifySettings,
  initial: () => notifySettings.parse({}),
  exits: () => [{ id: "next", label: "Next", mayStayOpen: true }],
  summary: ({ to }) => (to ? `Tell ${to}` : "Choose the teammate to tell"),
  issues({ to }, { members }) {
    if (!to) return [{ level: "blocks", message: "Write the address of the teammate who is told." }];
    if (members && !members.includes(to.toLowerCase())) {
      return [
        { level: "blocks", message: `“${to}” is not a member of this workspace. Invite them in Settings.` },
      ];
    }
    return [];
  },
  // A colleague's address is nobody else's business.
  goesAlong: { name: true, to: false, note: true },
  reads: () => [],
  visit: () => ({
    answer: "leave",
    by: "next",
    effects: [{ kind: "notify", key: "note" }],
    because: { v: 1, why: "changed", items: [] },
  }),
  tells: ({ to }) => `${to} was told.`,
} satisfies NodeDefinition<"notify", NotifySettings>;
