import type { Flow, FlowNode } from "@/lib/flow/flow";
import { exitsOf } from "@/lib/flow/flow";
import { COLUMN_PX, ROW_PX } from "@/lib/flow/layout";
import { definitionFor } from "@/lib/nodes/definitions";
import { nodeIcons } from "@/lib/nodes/icons";
import type { NodeFamily } from "../ui/icon-tile";

/** A card of the picture and the room around it, in its own pixels. */
const CARD = { width: 60, height: 20 };
const STEP = { x: 76, y: 30 };
const CORNER = 4;

const hues: Record<NodeFamily, { tile: string; icon: string }> = {
  start: { tile: "fill-start/15", icon: "text-start" },
  message: { tile: "fill-message/15", icon: "text-message" },
  time: { tile: "fill-time/16", icon: "text-time" },
  logic: { tile: "fill-logic/15", icon: "text-logic" },
  people: { tile: "fill-people/15", icon: "text-people" },
  outcome: { tile: "fill-outcome/15", icon: "text-outcome" },
};

type Spot = { x: number; y: number };

/**
 * A drawing in small: its own cards and lines where they stand on the canvas, from the top, as much of it as its place is
 * high. A picture: screen readers pass over it.
 */
export function FlowPicture({ flow, className }: { flow: Flow; className?: string }) {
  const spots = new Map(
    flow.nodes.map((node) => [
      node.id,
      { x: (node.position.x / COLUMN_PX) * STEP.x, y: (node.position.y / ROW_PX) * STEP.y },
    ]),
  );
  const xs = [...spots.values()].map(({ x }) => x);
  const ys = [...spots.values()].map(({ y }) => y);
  const left = Math.min(...xs) - 4;
  const top = Math.min(...ys) - 2;
  const width = Math.max(...xs) + CARD.width + 4 - left;
  const height = Math.max(...ys) + CARD.height + 4 - top;
  return (
    <svg
      aria-hidden="true"
      viewBox={`${left} ${top} ${width} ${height}`}
      width={width}
      height={height}
      fill="none"
      className={className}
    >
      {flow.edges.map((edge) => {
        const from = flow.nodes.find((node) => node.id === edge.source);
        const start = from && spots.get(from.id);
        const end = spots.get(edge.target);
        if (!start || !end) return null;
        return (
          <path
            key={edge.id}
            d={pathOf(outOf(from, edge.sourceHandle, start), { x: end.x + CARD.width / 2, y: end.y })}
            className="stroke-line-strong"
          />
        );
      })}
      {flow.nodes.map((node) => {
        const spot = spots.get(node.id);
        return spot ? <MiniCard key={node.id} node={node} spot={spot} /> : null;
      })}
    </svg>
  );
}

function MiniCard({ node, spot: { x, y } }: { node: FlowNode; spot: Spot }) {
  const Icon = nodeIcons[node.type];
  const { tile, icon } = hues[definitionFor(node.type).group];
  return (
    <g>
      <rect
        x={x + 0.5}
        y={y + 0.5}
        width={CARD.width - 1}
        height={CARD.height - 1}
        rx="5.5"
        className="fill-raised stroke-line"
      />
      <rect x={x + 4} y={y + 3} width="14" height="14" rx="3.5" className={tile} />
      <Icon x={x + 6.5} y={y + 5.5} width={9} height={9} strokeWidth={2.4} className={icon} />
      <rect x={x + 22} y={y + 6} width="30" height="3" rx="1.5" className="fill-ink/20" />
      <rect x={x + 22} y={y + 11.5} width="20" height="2.5" rx="1.25" className="fill-ink/10" />
    </g>
  );
}

/** Where a path leaves its card: side by side along the bottom. */
function outOf(node: FlowNode, exit: string, { x, y }: Spot): Spot {
  const exits = exitsOf(node);
  const at = Math.max(
    0,
    exits.findIndex((one) => one.id === exit),
  );
  return { x: x + (CARD.width * (at + 0.5)) / Math.max(1, exits.length), y: y + CARD.height };
}

/** Down, across just above the target, and down into it, with round corners. */
function pathOf(from: Spot, to: Spot): string {
  const across = to.x - from.x;
  if (Math.abs(across) < 1) return `M${from.x} ${from.y}V${to.y}`;
  const bend = to.y - (STEP.y - CARD.height) / 2;
  const side = Math.sign(across);
  const corner = Math.min(CORNER, Math.abs(across) / 2);
  return [
    `M${from.x} ${from.y}V${bend - corner}`,
    `q0 ${corner} ${side * corner} ${corner}`,
    `H${to.x - side * corner}`,
    `q${side * corner} 0 ${side * corner} ${corner}`,
    `V${to.y}`,
  ].join("");
}
