import { definitionFor, type NodeType, nodeTypes } from "@/lib/nodes/definitions";
import { connect, setEntry } from "./edit";
import { emptyFlow, exitsOf, type Flow, type FlowNode } from "./flow";
import { ROW_PX } from "./layout";

// Small drawings for tests.

/** Ids of the first node of each type; asking for one that was not drawn gives a name no node has. */
export type Ids = Record<NodeType, string>;

/** "trigger > email > end": a column of nodes, each led to by the first path of the one above. */
export function drawn(column: string): { flow: Flow; ids: Ids } {
  const ids = Object.fromEntries(nodeTypes.map((type) => [type, `no-${type}`])) as Ids;
  let flow = emptyFlow();
  column.split(" > ").forEach((text, row) => {
    const type = text as NodeType;
    const id = `${type}-${row}`;
    if (ids[type] === `no-${type}`) ids[type] = id;
    const above = flow.nodes.at(-1);
    const data = definitionFor(type).initial();
    const node = { id, type, position: { x: 0, y: row * ROW_PX }, data } as FlowNode;
    flow = { ...flow, nodes: [...flow.nodes, node] };
    const exit = above && exitsOf(above)[0];
    if (exit) flow = connect(flow, { source: above.id, sourceHandle: exit.id, target: id });
  });
  return { flow, ids };
}

/** Trigger, email, a condition about it, on Yes a wait and then a goal, on No an End. */
export function aFlow(): { flow: Flow; ids: Ids } {
  const { flow, ids } = drawn("trigger > email > condition > wait > goal");
  const end: FlowNode = {
    id: "end-5",
    type: "end",
    position: { x: 400, y: 3 * ROW_PX },
    data: { reason: "" },
  };
  const nodes = flow.nodes.map((node) => (node.type === "condition" ? askedAbout(node, ids.email) : node));
  const branched = connect(
    { ...flow, nodes: [...nodes, end] },
    { source: ids.condition, sourceHandle: "no", target: end.id },
  );
  return { flow: setEntry(branched, { rule: "once" }), ids: { ...ids, end: end.id } };
}

/** The condition, asking whether somebody clicked in that email. */
export const askedAbout = (node: FlowNode<"condition">, email: string): FlowNode<"condition"> => ({
  ...node,
  data: {
    ...node.data,
    rule: {
      match: "all",
      groups: [{ match: "all", tests: [{ test: "clicked", email, link: null, not: false }] }],
    },
  },
});

/** The email that the first test of a condition asks about. */
export function emailAsked(node: FlowNode): string | undefined {
  const test = node.type === "condition" ? node.data.rule.groups[0]?.tests[0] : undefined;
  return test && "email" in test ? test.email : undefined;
}

export function byId(flow: Flow, id: string): FlowNode {
  const node = flow.nodes.find((one) => one.id === id);
  if (!node) throw new Error(`No node “${id}” in this drawing.`);
  return node;
}
