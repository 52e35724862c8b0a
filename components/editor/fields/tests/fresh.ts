import type { Flow, FlowNode } from "@/lib/flow/flow";
import { catchesPeople } from "@/lib/flow/graph";
import { type RuleTest, ruleTest, type TestKind } from "@/lib/rules/tests";

export const emailsOf = (flow: Flow): FlowNode<"email">[] =>
  flow.nodes.filter((node): node is FlowNode<"email"> => node.type === "email");

export const goalsOf = (flow: Flow): FlowNode[] => flow.nodes.filter(catchesPeople);

/** A new test asks about the last email drawn, the likeliest one, and about the first goal. */
export function fresh(kind: TestKind, flow: Flow): RuleTest {
  switch (kind) {
    case "opened":
    case "clicked":
      return ruleTest.parse({ test: kind, email: emailsOf(flow).at(-1)?.id ?? "" });
    case "goal":
      return ruleTest.parse({ test: kind, goal: goalsOf(flow)[0]?.id ?? "" });
    default:
      return ruleTest.parse({ test: kind });
  }
}
