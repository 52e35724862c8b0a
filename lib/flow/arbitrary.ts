import fc from "fast-check";
import { canBeLedTo, definitionFor, nodeTypes } from "@/lib/nodes/definitions";
import { anyRules, settingsFor } from "./arbitrary-settings";
import { type Entry, exitsOf, type Flow, type FlowEdge, type FlowNode } from "./flow";

// Random drawings for tests of the editor: well formed, but with circles, loose ends and unfinished settings.

export const anyEntry: fc.Arbitrary<Entry> = fc.constantFrom<Entry>(
  { rule: "once" },
  { rule: "after-end" },
  { rule: "after-days", days: 30 },
  { rule: "per-key", property: "cartId" },
);

export const anyPoint = fc.record({
  x: fc.integer({ min: -2_000, max: 2_000 }),
  y: fc.integer({ min: -2_000, max: 2_000 }),
});

const numbers = (maxLength: number) => fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength });

/** Numbers choose among the paths that are still open, so that every drawing is well formed and shrinks well. */
function linesAmong(
  nodes: readonly FlowNode[],
  choices: readonly (readonly [number, number, number])[],
): FlowEdge[] {
  const edges: FlowEdge[] = [];
  for (const [from, path, to] of choices) {
    const source = nodes[from % nodes.length];
    const exits = source ? exitsOf(source) : [];
    const sourceHandle = exits[path % exits.length]?.id;
    const targets = nodes.filter((node) => node !== source && canBeLedTo(node.type));
    const target = targets[to % targets.length];
    if (!source || !sourceHandle || !target) continue;
    if (edges.some((edge) => edge.source === source.id && edge.sourceHandle === sourceHandle)) continue;
    edges.push({ id: `line${edges.length}`, source: source.id, sourceHandle, target: target.id });
  }
  return edges;
}

/** Stand for the emails of a drawing until it is known which it has. */
const SOME_EMAILS = ["0", "1", "2"];

// One choice per node, rather than settings that follow from the types, so that a failing drawing shrinks quickly.
const anyNode = fc.oneof(
  ...nodeTypes.map((type) => fc.tuple(fc.constant(type), settingsFor(type, SOME_EMAILS), anyPoint)),
);

/** Any drawing of up to so many steps that the door lets in. */
export const anyFlow = (most = 12): fc.Arbitrary<Flow> =>
  fc
    .tuple(fc.array(anyNode, { maxLength: most }), numbers(most * 2), anyEntry, fc.option(anyRules))
    .map(([chosen, choices, entry, rules]) => {
      const ids = chosen.map(([type], index) => `${type}-${index}`);
      const emails = ids.filter((_, index) => chosen[index]?.[0] === "email");
      const nodes = chosen.map(([type, settings, position], index) => {
        const follow = (email: string) => emails[Number(email) % emails.length];
        const data = definitionFor(type).remap?.(settings, follow) ?? settings;
        return { id: ids[index], type, position, data } as FlowNode;
      });
      return { nodes, edges: linesAmong(nodes, choices), entry, ...(rules ? { rules } : {}) };
    });
