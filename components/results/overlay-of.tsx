import { peopleHref } from "@/components/people/people-href";
import type { Flow } from "@/lib/flow/flow";
import { type ResultsByNode, shareOf } from "@/lib/flow/results";
import { runs } from "@/lib/nodes/definitions";
import type { Overlay } from "../editor/overlay";
import { NodeNumbers } from "./node-numbers";
import { percent } from "./percent";

const THINNEST_PX = 1.5;
const WIDEST_PX = 10;

/**
 * What Results draws on the cards and lines of a flow. A line's share is of those who went on by a path of their
 * own; where there is only one path it says nothing new, so only the people are counted.
 */
export function overlayOf(funnelId: string, flow: Flow, nodes: ResultsByNode): Overlay {
  const types = new Map(flow.nodes.map((node) => [node.id, node.type]));
  const edges = new Map(flow.edges.map((edge) => [edge.id, edge]));
  const walked = (edge: { source: string; sourceHandle: string }) =>
    nodes[edge.source]?.left[edge.sourceHandle] ?? 0;
  const most = Math.max(1, ...flow.edges.map(walked));
  const hasGoal = flow.nodes.some((node) => node.type === "goal");
  return {
    node(id) {
      const type = types.get(id);
      return type && runs(type) ? (
        <NodeNumbers
          funnelId={funnelId}
          nodeId={id}
          results={nodes[id]}
          isEmail={type === "email"}
          isGoal={type === "goal"}
          hasGoal={hasGoal}
        />
      ) : null;
    },
    edge(id) {
      const edge = edges.get(id);
      const share = edge ? shareOf(nodes[edge.source], edge.sourceHandle) : null;
      if (!edge || share === null) return null;
      const people = walked(edge);
      const count = people.toLocaleString("en");
      return {
        share,
        width: THINNEST_PX + (WIDEST_PX - THINNEST_PX) * Math.sqrt(people / most),
        href:
          people > 0
            ? peopleHref(funnelId, { which: "left", nodeId: edge.source, path: edge.sourceHandle })
            : null,
        label: share === 1 ? count : `${percent(share)} · ${count}`,
      };
    },
    here: (id) => nodes[id]?.here ?? 0,
  };
}
