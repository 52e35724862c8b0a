import { runs } from "@/lib/nodes/definitions";
import { exitsOf, type Flow, type FlowNode } from "./flow";
import { graphOf } from "./graph";
import { shapeOf, sideOf } from "./shape";

export const CARD_WIDTH_PX = 248;
export const CARD_HEIGHT_PX = 112;

/** Space between two cards, wide enough for a line and its +. */
export const GAP_X_PX = 56;
export const GAP_Y_PX = 72;

/** From the top of a card to the top of the card under it. */
export const ROW_PX = CARD_HEIGHT_PX + GAP_Y_PX;

/** From the left of a card to the left of the card beside it. */
export const COLUMN_PX = CARD_WIDTH_PX + GAP_X_PX;

export type Point = { x: number; y: number };

/** Whether two cards, by their upper left corners, cover each other. */
export const overlap = (a: Point, b: Point): boolean =>
  Math.abs(a.x - b.x) < CARD_WIDTH_PX && Math.abs(a.y - b.y) < CARD_HEIGHT_PX;

/** The nearest free place in the row of `wanted`: beside it on the preferred side first. */
export function freePlace(nodes: readonly FlowNode[], wanted: Point, prefer: -1 | 1 = 1): Point {
  const row = nodes.filter((node) => Math.abs(node.position.y - wanted.y) < CARD_HEIGHT_PX);
  // A card covers at most two of the places asked for, so this ends.
  for (let away = 0; ; away++) {
    for (const side of away === 0 ? [1] : [prefer, -prefer]) {
      const place = { x: wanted.x + side * away * COLUMN_PX, y: wanted.y };
      if (!row.some((node) => overlap(node.position, place))) return place;
    }
  }
}

/** Where a new card goes that a path of `nodeId` shall lead to: under it, to the side of its path. */
export function placeAfter(flow: Flow, nodeId: string, exitId: string): Point {
  const node = graphOf(flow).node(nodeId);
  if (!node) return freePlace(flow.nodes, { x: 0, y: 0 });
  const exits = exitsOf(node);
  const at = exits.findIndex((exit) => exit.id === exitId);
  const side = at < 0 ? 0 : sideOf(at, exits.length);
  const { x, y } = node.position;
  return freePlace(flow.nodes, { x: x + (side * COLUMN_PX) / 2, y: y + ROW_PX }, side === -1 ? -1 : 1);
}

/**
 * The same flow drawn top to bottom, notes beside the cards next to which they stood: what one node leads to stands under it, yes to the left and no to the
 * right, and where paths meet again the drawing goes on below both, in the middle. The first trigger is at 0, 0.
 *
 * Every node is the head of a block that holds all that can only be come to through it (its part of the
 * dominator tree). Blocks stand beside or under one another and never overlap, so neither do cards.
 */
export function tidy(flow: Flow): Flow {
  const { first, order, parent, branches, joins } = shapeOf({
    ...flow,
    nodes: flow.nodes.filter((node) => runs(node.type)),
  });
  const half = COLUMN_PX / 2;
  /** How far a block reaches left and right of its head's middle, and its rows. */
  type Block = { left: number; right: number; rows: number };
  const blocks = new Map<string | null, Block>();
  const block = (id: string): Block => blocks.get(id) ?? { left: half, right: half, rows: 1 };
  /** Where the heads inside a block stand, seen from the block's own head: middle and row. */
  const places = new Map<string, { x: number; row: number }>();

  const measure = (head: string | null) => {
    const size: Block = { left: half, right: half, rows: head === null ? 0 : 1 };
    const put = (id: string, x: number, row: number) => {
      const inner = block(id);
      places.set(id, { x, row });
      size.left = Math.max(size.left, inner.left - x);
      size.right = Math.max(size.right, inner.right + x);
      size.rows = Math.max(size.rows, row + inner.rows);
    };
    const top = size.rows;
    const reach = { [-1]: 0, 1: 0 };
    const { middle, left, right } = branches(head);
    if (middle !== null) {
      put(middle, 0, top);
      reach[-1] = block(middle).left;
      reach[1] = block(middle).right;
    }
    // From the middle outwards, so that the left paths are taken last to first.
    for (const id of left.toReversed()) {
      put(id, -reach[-1] - block(id).right, top);
      reach[-1] += block(id).left + block(id).right;
    }
    for (const id of right) {
      put(id, reach[1] + block(id).left, top);
      reach[1] += block(id).left + block(id).right;
    }
    for (const row of joins(head)) {
      const under = size.rows;
      const only = row.length === 1 ? row[0] : undefined;
      if (only !== undefined) {
        put(only, 0, under);
        continue;
      }
      let x = -row.reduce((width, id) => width + block(id).left + block(id).right, 0) / 2;
      for (const id of row) {
        put(id, x + block(id).left, under);
        x += block(id).left + block(id).right;
      }
    }
    blocks.set(head, size);
  };

  // A block is measured after the blocks inside it; `order` names heads before what they hold.
  for (const id of order.toReversed()) measure(id);
  measure(null);

  const positions = new Map<string, Point>();
  for (const id of order) {
    const head = parent(id);
    const from = head === null ? { x: 0, y: 0 } : (positions.get(head) ?? { x: 0, y: 0 });
    const place = places.get(id) ?? { x: 0, row: 0 };
    positions.set(id, { x: from.x + place.x, y: from.y + place.row * ROW_PX });
  }
  const origin = positions.get(first ?? "") ?? { x: 0, y: 0 };
  const tidied = new Map<string, FlowNode>();
  for (const node of flow.nodes) {
    const found = positions.get(node.id);
    if (found) tidied.set(node.id, placedAt(node, { x: found.x - origin.x, y: found.y - origin.y }));
  }
  const steps = flow.nodes.filter((node) => tidied.has(node.id));
  for (const note of flow.nodes) {
    if (tidied.has(note.id)) continue;
    const near = nearestTo(note, steps);
    const now = near && tidied.get(near.id)?.position;
    const wanted = near && now ? besideAs(note.position, near.position, now) : note.position;
    tidied.set(note.id, placedAt(note, freePlace([...tidied.values()], wanted)));
  }
  const nodes = flow.nodes.map((node) => tidied.get(node.id) ?? node);
  return nodes.some((node, at) => node !== flow.nodes[at]) ? { ...flow, nodes } : flow;
}

const placedAt = (node: FlowNode, position: Point): FlowNode =>
  position.x === node.position.x && position.y === node.position.y ? node : { ...node, position };

const nearestTo = ({ position: { x, y } }: FlowNode, nodes: readonly FlowNode[]): FlowNode | undefined => {
  const away = ({ position }: FlowNode) => Math.hypot(position.x - x, position.y - y);
  return nodes.reduce<FlowNode | undefined>(
    (near, node) => (near && away(near) <= away(node) ? near : node),
    undefined,
  );
};

/** The place that stands to `now` as `place` stood to `before`. */
const besideAs = (place: Point, before: Point, now: Point): Point => ({
  x: now.x + place.x - before.x,
  y: now.y + place.y - before.y,
});
