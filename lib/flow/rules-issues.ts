import type { NodeIssue } from "@/lib/nodes/contract";
import { definitionFor } from "@/lib/nodes/definitions";
import { filterIssues } from "@/lib/rules/property-filter";
import { testsOf } from "@/lib/rules/rule";
import { unfinished } from "@/lib/rules/rule-issues";
import type { RuleTest } from "@/lib/rules/tests";
import type { Flow } from "./flow";
import type { FunnelRules, LeaveWhen } from "./funnel-rules";
import { catchesPeople, graphOf } from "./graph";
import { nameOf } from "./names";

const blocks = (message: string): NodeIssue => ({ level: "blocks", message });

const ASKER = "the rule of this funnel";

/** What keeps the rules about whom a funnel is for from being asked, as sentences to their author. */
export const whoIssues = ({ onlyIf, except }: FunnelRules): NodeIssue[] =>
  [onlyIf, except].flatMap((one) =>
    one === null ? [] : testsOf(one).flatMap(({ test }) => [...unfinished(test, ASKER), ...tooEarly(test)]),
  );

/** It is asked before they have entered, when nothing has happened to them in the funnel. */
function tooEarly(test: RuleTest): NodeIssue[] {
  const inside = "email" in test || test.test === "goal" || ("since" in test && test.since?.from === "email");
  return inside
    ? [
        blocks(
          "Before they enter, nobody has got an email or met a goal of this funnel. Ask about something else, or put a condition into the funnel.",
        ),
      ]
    : [];
}

/** What is unfinished about leaving, and what comes of it. */
export function leaveIssues(flow: Flow, leave: LeaveWhen): NodeIssue[] {
  const issues = leave.events.flatMap(({ event, where }) => [
    ...(event === "" ? [blocks("Name the event for which people leave, for example “call.booked”.")] : []),
    ...filterIssues(where).map(blocks),
  ]);
  if (leave.purchased === null) return issues;
  const followed = flow.nodes.find(
    (node) =>
      catchesPeople(node) &&
      graphOf(flow).out(node.id).length > 0 &&
      definitionFor(node.type)
        .reads(node.data)
        .some((topic) => topic.topic === "event" && topic.name === "purchase"),
  );
  if (followed) {
    issues.push({
      level: "warns",
      message: `Whoever buys is taken to “${nameOf(flow, followed.id)}” and leaves there, so what follows it is for nobody who bought. Let them stay, or end the funnel at the goal.`,
    });
  }
  return issues;
}
