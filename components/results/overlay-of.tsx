import type { Flow } from "@/lib/flow/flow";
import { type NodeResults, shareOf } from "@/lib/flow/results";
import type { Overlay } from "../editor/overlay";
import { NodeNumbers } from "./node-numbers";

const THINNEST_PX = 1.5;
const WIDEST_PX = 10;

/** What Results draws on the cards and lines of a flow. */
export function overlayOf(flow: Flow, nodes: Record<string, NodeResults>): Overlay {
  const types = new Map(flow.nodes.map((node) => [node.id, node.type]));
  const edges = new Map(flow.edges.map((edge) => [edge.id, edge]));
  const most = Math.max(1, ...Object.values(nodes).flatMap((node) => Object.values(node.left)));
  return {
    node(id) {
      const type = types.get(id);
      return type ? (
        <NodeNumbers results={nodes[id]} isEmail={type === "email"} isGoal={type === "goal"} />
      ) : null;
    },
    edge(id) {
      const edge = edges.get(id);
      const results = edge && nodes[edge.source];
      const share = edge ? shareOf(results, edge.sourceHandle) : null;
      if (!edge || !results || share === null) return null;
      const people = results.left[edge.sourceHandle] ?? 0;
      return {
        share,
        width: THINNEST_PX + (WIDEST_PX - THINNEST_PX) * Math.sqrt(people / most),
        label: `${Math.round(share * 100)} % · ${people.toLocaleString("en")}`,
      };
    },
    here: (id) => nodes[id]?.here ?? 0,
  };
}
