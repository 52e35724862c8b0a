import { z } from "zod";
import { runs } from "@/lib/nodes/definitions";
import type { Flow } from "./flow";
import { isTrigger, nodeOf } from "./graph";
import { nameOf } from "./names";

const step = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "Name a step by its id.");

/** What becomes of the people who are at one step when a version goes live. */
export const choice = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("along") }),
  z.strictObject({ do: z.literal("anew") }),
  z.strictObject({ do: z.literal("stay") }),
  z.strictObject({ do: z.literal("move"), to: step }),
  z.strictObject({ do: z.literal("leave") }),
]);
export type Choice = z.output<typeof choice>;

const MOST_CHOICES = 1_000;

/** By the step at which people are. Where nothing is chosen they move along if the step is still there, and stay otherwise. */
export const movePlan = z
  .record(step, choice)
  .refine((plan) => Object.keys(plan).length <= MOST_CHOICES, `A plan names at most ${MOST_CHOICES} steps.`);
export type MovePlan = z.output<typeof movePlan>;

/** Whether a step is still there, unchanged in kind. */
export function isKept(before: Flow, after: Flow, nodeId: string): boolean {
  const here = nodeOf(before, nodeId);
  return here !== undefined && nodeOf(after, nodeId)?.type === here.type;
}

/** Steps that people can be taken to. */
export const canBeTakenTo = (flow: Flow, nodeId: string): boolean => {
  const node = nodeOf(flow, nodeId);
  return node !== undefined && !isTrigger(node) && runs(node.type);
};

/** What becomes of somebody who is at this step of an earlier version. What cannot be done leaves them where they are. */
export function choiceFor(before: Flow, after: Flow, plan: MovePlan, nodeId: string): Choice {
  const kept = isKept(before, after, nodeId);
  const chosen = Object.hasOwn(plan, nodeId) ? plan[nodeId] : undefined;
  if (!chosen) return { do: kept ? "along" : "stay" };
  if ((chosen.do === "along" || chosen.do === "anew") && !kept) return { do: "stay" };
  if (chosen.do === "move" && !canBeTakenTo(after, chosen.to)) return { do: "stay" };
  return chosen;
}

/** What in a plan cannot be done, in sentences to its author. */
export function planIssues(after: Flow, plan: MovePlan): string[] {
  return Object.entries(plan).flatMap(([nodeId, chosen]) => {
    if (chosen.do === "move" && !canBeTakenTo(after, chosen.to)) {
      return nodeOf(after, chosen.to)
        ? [`People cannot be taken to “${nameOf(after, chosen.to)}”. Choose a step after the trigger.`]
        : [`The plan moves people to “${chosen.to}”, which this version does not have. Choose another step.`];
    }
    if ((chosen.do === "along" || chosen.do === "anew") && !nodeOf(after, nodeId)) {
      return [
        `“${nodeId}” is not a step of this version any more. Let its people stay, move them or let them leave.`,
      ];
    }
    return [];
  });
}
