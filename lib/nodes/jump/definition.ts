import { z } from "zod";
import type { NodeDefinition, NodeIssue } from "../contract";

/** Most times that one person may be sent round. */
export const MOST_ROUNDS = 100;

export const jumpSettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  /** `step`: along the line of its Jump path. `funnel`: this person starts another funnel, and goes on here. */
  to: z.enum(["step", "funnel"]).default("step"),
  /** How often one person jumps; after that they take the other path. */
  most: z
    .int("Say how often as a whole number.")
    .min(1, "Let people jump once at least.")
    .max(MOST_ROUNDS, `People jump at most ${MOST_ROUNDS} times.`)
    .default(3),
  /** The funnel to start; its name as it was when it was chosen. */
  funnel: z
    .strictObject({ id: z.uuid(), name: z.string().max(200) })
    .nullable()
    .default(null),
});
export type JumpSettings = z.output<typeof jumpSettings>;

const times = (count: number): string => (count === 1 ? "once" : count === 2 ? "twice" : `${count} times`);

export const jump = {
  type: "jump",
  label: "Jump",
  hint: "Back to a step, or into another funnel",
  icon: "corner-left-up",
  group: "logic",
  settings: jumpSettings,
  initial: () => jumpSettings.parse({}),
  exits: ({ to }) =>
    to === "funnel"
      ? [{ id: "next", label: "Next", mayStayOpen: true }]
      : [
          { id: "next", label: "Jump", mayStayOpen: false, again: true },
          { id: "enough", label: "Enough", mayStayOpen: true },
        ],
  summary: ({ to, most, funnel }) =>
    to === "step"
      ? `Go on at another step, ${most < 3 ? "" : "up to "}${times(most)}`
      : funnel
        ? `Start “${funnel.name}”`
        : "Choose the funnel to start",
  issues({ to, funnel }, { funnels }) {
    if (to === "step") return [];
    if (!funnel) return [{ level: "blocks", message: "Choose the funnel that people start here." }];
    const found = funnels.find(({ id }) => id === funnel.id);
    const issues: NodeIssue[] = [];
    if (!found) {
      issues.push({
        level: "blocks",
        message: `“${funnel.name}” does not exist any more. Choose another funnel.`,
      });
    } else if (!found.live) {
      issues.push({
        level: "warns",
        message: `“${found.name}” is not published yet. Until it is, nobody is started in it here.`,
      });
    }
    return issues;
  },
  unsubscribed: ({ to }) => (to === "step" ? "way" : "something"),
  // Which funnel it is means something only here.
  goesAlong: { name: true, to: true, most: true, funnel: false },
  reads: () => [],
  visit({ to, most, funnel }, at, world) {
    if (to === "funnel") {
      const items = funnel ? [{ topic: "funnel", value: funnel.id, at: world.now }] : [];
      return {
        answer: "leave",
        by: "next",
        because: { v: 1, why: "started", items },
        ...(funnel ? { effects: [{ kind: "enroll" as const, key: "enroll", funnelId: funnel.id }] } : {}),
      };
    }
    const goes = at.number <= most;
    return {
      answer: "leave",
      by: goes ? "next" : "enough",
      because: {
        v: 1,
        why: goes ? "jumped" : "decided",
        items: [{ topic: "visits", value: at.number, at: at.arrivedAt }],
      },
    };
  },
  tells({ to, most, funnel }, { exit, because }) {
    if (to === "funnel") return funnel ? `Went on to start “${funnel.name}”.` : "Started nothing.";
    if (exit === "enough") return `Had jumped ${times(most)}, which is enough.`;
    const nth = Number(because.items[0]?.value ?? 1);
    return most === 1
      ? "Jumped to another step."
      : `Jumped to another step, the ${ordinal(nth)} time of up to ${most}.`;
  },
  causes: ({ to, funnel }) => (to === "funnel" && funnel ? [{ funnelId: funnel.id }] : []),
} satisfies NodeDefinition<"jump", JumpSettings>;

function ordinal(n: number): string {
  const ending = n % 100 > 10 && n % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${ending}`;
}
