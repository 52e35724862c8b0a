import type { Flow } from "@/lib/flow/flow";
import { nodeOf } from "@/lib/flow/graph";
import { nameOf } from "@/lib/flow/names";
import type { PeopleFilter, Which } from "@/lib/flow/people";
import { definitionFor } from "@/lib/nodes/definitions";

/** What may be chosen for the funnel as a whole, and for one step. */
export const WHOLE: readonly { which: Which; label: string }[] = [
  { which: "here", label: "There now" },
  { which: "entered", label: "Everybody who entered" },
  { which: "converted", label: "Reached the goal" },
  { which: "ended", label: "Have left or finished" },
  { which: "held", label: "Have a held email" },
  { which: "stuck", label: "Cannot go on" },
];

const OTHER_WAY: Record<string, string> = {
  pulled: "were caught by a goal at",
  ended: "ended at",
  left: "left early at",
  moved: "were moved away from",
  removed: "were removed at",
};

/** Whom a filter shows, after "People who …". */
export function sayFilter(flow: Flow, { which, nodeId, path }: PeopleFilter): string {
  const step = nodeId === undefined ? null : `“${nameOf(flow, nodeId)}”`;
  switch (which) {
    case "entered":
      return step ? `came to ${step}` : "entered this funnel";
    case "here":
      return step ? `are at ${step} now` : "are in this funnel now";
    case "converted":
      return step ? `came to ${step} and reached the goal` : "reached the goal";
    case "earned":
      return `brought revenue at ${step}`;
    case "left":
      return path === undefined ? `went on from ${step}` : `${sayPath(flow, nodeId ?? "", path)} ${step}`;
    case "sent":
      return `were sent ${step}`;
    case "opened":
      return `opened ${step}`;
    case "clicked":
      return `clicked in ${step}`;
    case "ended":
      return "have left or finished";
    case "stuck":
      return step ? `cannot go on from ${step}` : "cannot go on";
    case "held":
      return step ? `have ${step} held` : "have a held email";
  }
}

function sayPath(flow: Flow, nodeId: string, path: string): string {
  const other = OTHER_WAY[path];
  if (other) return other;
  const node = nodeOf(flow, nodeId);
  const exits = node ? definitionFor(node.type).exits(node.data) : [];
  const label = exits.find(({ id }) => id === path)?.label;
  return exits.length > 1 && label ? `took the ${label} path at` : "went on from";
}
