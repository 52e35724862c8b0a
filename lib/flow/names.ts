import type { Names } from "@/lib/nodes/contract";
import { definitionFor, definitions, type NodeType } from "@/lib/nodes/definitions";
import type { Flow, FlowNode } from "./flow";

const known = new WeakMap<readonly FlowNode[], Map<string, string>>();

function namesIn(flow: Flow): Map<string, string> {
  const cached = known.get(flow.nodes);
  if (cached) return cached;
  const names = new Map<string, string>();
  const counts = new Map<NodeType, number>();
  for (const node of flow.nodes) {
    const ordinal = (counts.get(node.type) ?? 0) + 1;
    counts.set(node.type, ordinal);
    names.set(node.id, node.data.name || `${definitions[node.type].label} ${ordinal}`);
  }
  known.set(flow.nodes, names);
  return names;
}

/** What people call a step: the name its author gave it, or its type and ordinal ("Email 2"). */
export const nameOf = (flow: Flow, id: string): string => namesIn(flow).get(id) ?? "a removed step";

/** The names of a flow, for the sentences on its cards. */
export const namesOf = (flow: Flow): Names => ({
  node: (id) => nameOf(flow, id),
  link: (email, key) => linksIn(flow.nodes.find(({ id }) => id === email))?.get(key) ?? null,
});

const links = new WeakMap<object, ReadonlyMap<string, string>>();

/** The words of an email's links by their keys: cards ask for them at every frame of a drag. */
function linksIn(node: FlowNode | undefined): ReadonlyMap<string, string> | undefined {
  const known = node && links.get(node.data);
  if (!node || known) return known;
  const found = definitionFor(node.type).links?.(node.data) ?? [];
  const words = new Map(found.map(({ key, label }) => [key, label]));
  links.set(node.data, words);
  return words;
}
