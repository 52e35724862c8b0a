import type { Neighbours, NodeIssue, Surroundings } from "@/lib/nodes/contract";
import { type Rule, testsOf } from "./rule";

/** Where a rule stands. `asker` is what a sentence calls it: "this condition". */
export type Asking = { surroundings: Surroundings; neighbours: Neighbours; self: string; asker: string };

/** What keeps a rule from being asked, as sentences to its author. */
export function ruleIssues(subject: Rule, { surroundings, neighbours, self, asker }: Asking): NodeIssue[] {
  const found: NodeIssue[] = [];
  for (const { test } of testsOf(subject)) {
    if (!("email" in test)) continue;
    const email = neighbours.node(test.email);
    if (email?.type !== "email") {
      found.push({ level: "blocks", message: `Choose the email that ${asker} asks about.` });
    } else if (!neighbours.comesBefore(test.email, self)) {
      found.push({
        level: "blocks",
        message: `“${neighbours.name(test.email)}” is not sent before ${asker}, so nobody can have read it yet.`,
      });
    }
    if (test.test === "opened" && surroundings.opens === "off") {
      found.push({
        level: "blocks",
        message:
          "Opens are not measured in this workspace. Ask about a click instead, or change it in Settings.",
      });
    }
  }
  return found;
}
