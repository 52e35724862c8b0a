import { exitsOf, type Flow } from "@/lib/flow/flow";
import { graphOf, isTrigger } from "@/lib/flow/graph";
import { CARD_WIDTH_PX, COLUMN_PX, freePlace, type Point, ROW_PX } from "@/lib/flow/layout";
import { canBeLedTo, definitionFor, definitions, type NodeType, runs } from "@/lib/nodes/definitions";

/** Where a new step goes: on an open path (under its card unless said otherwise), between two steps, or anywhere. */
export type Place =
  | { at: "path"; nodeId: string; exit: string; position?: Point }
  | { at: "edge"; edgeId: string }
  | { at: "point"; position: Point };

/** Whether a step of this type can stand after another one. */
export const canFollow = canBeLedTo;

/** Between two steps only what people can leave again. */
export const canStandBetween = (type: NodeType): boolean =>
  canFollow(type) && definitionFor(type).exits(definitions[type].initial()).length > 0;

export const fits = (type: NodeType, place: Place): boolean =>
  place.at === "point" || (place.at === "path" ? canFollow(type) : canStandBetween(type));

/** The paths of a step that lead nowhere yet. */
export function openPaths(flow: Flow, nodeId: string): string[] {
  const graph = graphOf(flow);
  const node = graph.node(nodeId);
  if (!node) return [];
  return exitsOf(node).flatMap((exit) => (graph.line(nodeId, exit.id) ? [] : [exit.id]));
}

/**
 * Where a step goes that was asked for without saying where: after what is chosen, else at the lowest open
 * path, else on free ground.
 */
export function placeFor(
  flow: Flow,
  type: NodeType,
  chosen: { nodes: ReadonlySet<string>; edges: ReadonlySet<string> },
): Place {
  const graph = graphOf(flow);
  const [edgeId] = chosen.edges;
  if (chosen.edges.size === 1 && edgeId && canStandBetween(type)) return { at: "edge", edgeId };
  const [nodeId] = chosen.nodes;
  if (chosen.nodes.size === 1 && nodeId && canFollow(type)) {
    const [exit] = openPaths(flow, nodeId);
    if (exit) return { at: "path", nodeId, exit };
    const [edge] = graph.out(nodeId);
    if (edge && canStandBetween(type)) return { at: "edge", edgeId: edge.id };
  }
  if (canFollow(type)) {
    const lowest = flow.nodes
      .filter((node) => openPaths(flow, node.id).length > 0)
      .reduce<Flow["nodes"][number] | null>(
        (low, node) => (low && low.position.y >= node.position.y ? low : node),
        null,
      );
    const exit = lowest ? openPaths(flow, lowest.id)[0] : undefined;
    if (lowest && exit) return { at: "path", nodeId: lowest.id, exit };
  }
  const beside = nodeId && !runs(type) ? graph.node(nodeId)?.position : undefined;
  if (beside)
    return { at: "point", position: freePlace(flow.nodes, { x: beside.x + COLUMN_PX, y: beside.y }) };
  return { at: "point", position: freeGround(flow, type) };
}

/** A new trigger stands right of the first ones, what never runs right of the topmost card, anything else under the drawing. */
function freeGround(flow: Flow, type: NodeType): Point {
  const { nodes } = flow;
  if (nodes.length === 0) return { x: 0, y: 0 };
  if (!runs(type)) {
    const top = nodes.reduce((high, node) => (node.position.y < high.position.y ? node : high));
    return freePlace(nodes, { x: top.position.x + COLUMN_PX, y: top.position.y });
  }
  if (!canFollow(type)) {
    const starts = nodes.filter(isTrigger);
    if (starts.length > 0) {
      const y = Math.min(...starts.map((node) => node.position.y));
      return { x: Math.max(...nodes.map((node) => node.position.x)) + COLUMN_PX, y };
    }
    const first = nodes.reduce((top, node) => (node.position.y < top.position.y ? node : top));
    return { x: first.position.x, y: first.position.y - ROW_PX };
  }
  const last = nodes.reduce((low, node) => (node.position.y > low.position.y ? node : low));
  return { x: last.position.x, y: last.position.y + ROW_PX };
}

/** A card dropped here has its middle under the pointer. */
export const underPointer = (point: Point): Point => ({ x: point.x - CARD_WIDTH_PX / 2, y: point.y - 36 });
