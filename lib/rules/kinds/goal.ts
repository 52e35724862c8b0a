import { z } from "zod";
import { nodeId } from "../since";
import type { TestDefinition } from "../test-definition";

export const goalTest = z.strictObject({
  test: z.literal("goal"),
  /** The goal node it asks about; empty until one is chosen. */
  goal: nodeId,
  not: z.boolean().default(false),
});

export const goal: TestDefinition<z.output<typeof goalTest>> = {
  label: "Met a goal",
  // What its goal reads: goals are heard of wherever somebody stands.
  reads: () => [],
  look(test, { world }) {
    const fact = test.goal === "" ? null : world.goalMet(test.goal);
    return fact ? { met: true, factId: fact.id, at: fact.at } : { met: false };
  },
  say: (test, names) => `${test.not ? "did not meet" : "met"} the goal “${names.node(test.goal)}”`,
  tell: (test, { met }, { names }) => goal.say({ ...test, not: !met }, names),
  missing: (test) => (test.goal === "" ? "Choose the goal" : null),
};
