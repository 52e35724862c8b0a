import { type Edge, MarkerType, type Node, Position } from "@xyflow/react";
import { exitsOf, type Flow, type FlowEdge, type FlowNode } from "@/lib/flow/flow";
import { CARD_HEIGHT_PX, CARD_WIDTH_PX } from "@/lib/flow/layout";
import { nameOf, namesOf } from "@/lib/flow/names";
import { shapeOf } from "@/lib/flow/shape";
import { definitionFor, type NodeType, runs } from "@/lib/nodes/definitions";
import type { Selection } from "./editor";
import { canFollow } from "./place";

export type CanvasNode = Node<Record<string, unknown>, NodeType>;
export type CanvasEdge = Edge<Record<string, unknown>, "step">;

/** Above this many cards only those on screen are drawn. */
export const MANY_CARDS = 250;

type Size = { width: number; height: number };

const sentences = new WeakMap<FlowNode["data"], string>();

/** What a card says in one sentence. Made once for settings that name no other step: every frame of a drag asks. */
export function sentenceOf(flow: Flow, node: FlowNode): string {
  const cached = sentences.get(node.data);
  if (cached !== undefined) return cached;
  const definition = definitionFor(node.type);
  const sentence = definition.summary(node.data, namesOf(flow));
  if ((definition.references?.(node.data).length ?? 0) === 0) sentences.set(node.data, sentence);
  return sentence;
}

/** "Email 1: Welcome to the course" */
export const spokenName = (flow: Flow, node: FlowNode): string =>
  `${nameOf(flow, node.id)}: ${sentenceOf(flow, node)}`;

const marker = (color: string) => ({ type: MarkerType.ArrowClosed, color, width: 16, height: 16 }) as const;
const ARROW = marker("var(--color-line-strong)");
const CHOSEN_ARROW = marker("var(--color-accent)");

/**
 * A flow with what the canvas keeps about it (size, chosen or not). A card or line that did not change keeps
 * its object, so that moving one redraws one. One per open canvas.
 */
export function createCanvasView() {
  let nodes = new Map<string, { of: FlowNode; size: Size | undefined; node: CanvasNode }>();
  let edges = new Map<string, { of: FlowEdge; edge: CanvasEdge }>();
  let walk: { edges: readonly FlowEdge[]; count: number; rank: Map<string, number> } | null = null;

  /** Tab goes from card to card as people do, in whatever order they were drawn. */
  const inReadingOrder = (flow: Flow): readonly FlowNode[] => {
    if (walk?.edges !== flow.edges || walk.count !== flow.nodes.length) {
      const rank = new Map(shapeOf(flow).order.map((id, at) => [id, at]));
      walk = { edges: flow.edges, count: flow.nodes.length, rank };
    }
    const { rank } = walk;
    const place = ({ id, type }: FlowNode) => (runs(type) ? (rank.get(id) ?? 0) : flow.nodes.length);
    return flow.nodes.toSorted((a, b) => place(a) - place(b));
  };

  return {
    /** `hold`: only a chosen card can be dragged, so that a finger on any other moves the view. */
    nodes(flow: Flow, selection: Selection, sizes: ReadonlyMap<string, Size>, hold: boolean): CanvasNode[] {
      const next: typeof nodes = new Map();
      const many = flow.nodes.length > MANY_CARDS;
      const list = inReadingOrder(flow).map((of) => {
        const before = nodes.get(of.id);
        const size = sizes.get(of.id);
        const selected = selection.nodes.has(of.id);
        const ariaLabel = spokenName(flow, of);
        const same =
          before?.of === of &&
          before.size === size &&
          (size !== undefined || many === (before.node.handles !== undefined)) &&
          before.node.selected === selected &&
          (before.node.draggable === false) === (hold && !selected) &&
          before.node.ariaLabel === ariaLabel;
        const node: CanvasNode = same
          ? before.node
          : {
              id: of.id,
              type: of.type,
              position: of.position,
              data: of.data,
              selected,
              ariaLabel,
              ...(size ? { measured: size } : many ? assumed(of) : {}),
              ...(hold && !selected ? { draggable: false } : {}),
              domAttributes: STEP,
            };
        next.set(of.id, { of, size, node });
        return node;
      });
      nodes = next;
      return list;
    },
    edges(flow: Flow, selection: Selection): CanvasEdge[] {
      const next: typeof edges = new Map();
      const list = flow.edges.map((of) => {
        const before = edges.get(of.id);
        const selected = selection.edges.has(of.id);
        const ariaLabel = `From ${nameOf(flow, of.source)} to ${nameOf(flow, of.target)}`;
        const same =
          before?.of === of && before.edge.selected === selected && before.edge.ariaLabel === ariaLabel;
        const edge: CanvasEdge = same
          ? before.edge
          : {
              ...of,
              type: "step",
              selected,
              ariaLabel,
              // An image would hide the + inside it from screen readers.
              ariaRole: "group",
              domAttributes: LINE,
              markerEnd: selected ? CHOSEN_ARROW : ARROW,
            };
        next.set(of.id, { of, edge });
        return edge;
      });
      edges = next;
      return list;
    },
  };
}

const STEP = { "aria-roledescription": "step" } as const;
const LINE = { "aria-roledescription": "line" } as const;

/**
 * About how large a card is and where its lines begin, until it has been on screen once. Without it React Flow draws
 * every card of a large funnel to measure it before the first one can be seen.
 */
function assumed(of: FlowNode): Pick<CanvasNode, "initialWidth" | "initialHeight" | "handles"> {
  const exits = exitsOf(of);
  const leaving = exits.map(({ id }, at) => ({
    id,
    type: "source" as const,
    position: Position.Bottom,
    x: ((at + 0.5) / exits.length) * CARD_WIDTH_PX,
    y: CARD_HEIGHT_PX,
  }));
  const entrance = { type: "target" as const, position: Position.Top, x: CARD_WIDTH_PX / 2, y: 0 };
  return {
    initialWidth: CARD_WIDTH_PX,
    initialHeight: CARD_HEIGHT_PX,
    handles: canFollow(of.type) ? [entrance, ...leaving] : leaving,
  };
}
