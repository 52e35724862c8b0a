import type { Neighbours, NodeIssue, Surroundings } from "@/lib/nodes/contract";
import { emailSince } from "./references";
import { type Rule, testsOf } from "./rule";
import { definitionOf, type RuleTest } from "./tests";

/** Where a rule stands. `asker` is what a sentence calls it: "this condition". */
export type Asking = { surroundings: Surroundings; neighbours: Neighbours; self: string; asker: string };

const blocks = (message: string): NodeIssue => ({ level: "blocks", message });

/** What keeps a rule from being asked, as sentences to its author. */
export function ruleIssues(subject: Rule, asking: Asking): NodeIssue[] {
  return testsOf(subject).flatMap(({ test }) => [
    ...unfinished(test, asking.asker),
    ...emailIssues(test, asking),
    ...goalIssues(test, asking),
  ]);
}

/** What is unfinished in a test by itself. */
export function unfinished(test: RuleTest, asker: string): NodeIssue[] {
  const definition = definitionOf(test);
  const missing = definition.missing(test);
  return [
    ...(missing === null ? [] : [blocks(`${missing} that ${asker} asks about.`)]),
    ...(definition.issues?.(test) ?? []).map(blocks),
  ];
}

function emailIssues(test: RuleTest, { surroundings, neighbours, self, asker }: Asking): NodeIssue[] {
  const found: NodeIssue[] = [];
  const email = "email" in test ? test.email : emailSince(test);
  if (email) {
    if (neighbours.node(email)?.type !== "email") {
      found.push(blocks(`Choose the email that ${asker} asks about.`));
    } else if (!neighbours.comesBefore(email, self)) {
      const yet = "email" in test ? ", so nobody can have read it yet" : "";
      found.push(blocks(`“${neighbours.name(email)}” is not sent before ${asker}${yet}.`));
    } else if (
      test.test === "clicked" &&
      test.link !== null &&
      neighbours.links?.(email).includes(test.link) === false
    ) {
      const where = `is not in “${neighbours.name(email)}” any more`;
      found.push(blocks(`The link that ${asker} asks about ${where}. Choose another link.`));
    }
  }
  if (test.test === "opened" && surroundings.opens === "off") {
    found.push(
      blocks(
        "Opens are not measured in this workspace. Ask about a click instead, or change it in Settings.",
      ),
    );
  }
  return found;
}

function goalIssues(test: RuleTest, { neighbours, asker }: Asking): NodeIssue[] {
  if (test.test !== "goal" || test.goal === "" || neighbours.node(test.goal)?.type === "goal") return [];
  return [blocks(`Choose the goal that ${asker} asks about.`)];
}
