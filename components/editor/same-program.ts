import type { Flow, FlowNode } from "@/lib/flow/flow";
import { NO_RULES } from "@/lib/flow/funnel-rules";
import { textOf } from "@/lib/flow/same";
import { runs } from "@/lib/nodes/definitions";

/**
 * Whether two drawings do the same to people: steps, lines and rules, wherever the cards stand
 * and whatever notes say.
 * Null is no drawing at all.
 */
export function sameProgram(one: Flow, other: Flow | null): boolean {
  const steps = one.nodes.filter((node) => runs(node.type));
  const others = other?.nodes.filter((node) => runs(node.type)) ?? [];
  if (!other || steps.length !== others.length || one.edges.length !== other.edges.length) return false;
  const nodes = new Map<string, FlowNode>(others.map((node) => [node.id, node]));
  const lines = new Set(other.edges.map((edge) => `${edge.source} ${edge.sourceHandle} ${edge.target}`));
  return (
    textOf(one.entry) === textOf(other.entry) &&
    textOf(one.rules ?? NO_RULES) === textOf(other.rules ?? NO_RULES) &&
    textOf(one.dates ?? []) === textOf(other.dates ?? []) &&
    one.edges.every((edge) => lines.has(`${edge.source} ${edge.sourceHandle} ${edge.target}`)) &&
    steps.every((node) => {
      const twin = nodes.get(node.id);
      return twin?.type === node.type && (twin.data === node.data || textOf(twin.data) === textOf(node.data));
    })
  );
}
