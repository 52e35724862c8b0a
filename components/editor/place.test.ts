import { describe, expect, test } from "vitest";
import { addNode, appendTo, connect, freshNode } from "@/lib/flow/edit";
import { emptyFlow, type Flow } from "@/lib/flow/flow";
import { overlap } from "@/lib/flow/layout";
import type { NodeType } from "@/lib/nodes/definitions";
import { canFollow, canStandBetween, fits, openPaths, placeFor } from "./place";

const nothing = { nodes: new Set<string>(), edges: new Set<string>() };
const chosen = (...nodes: string[]) => ({ nodes: new Set(nodes), edges: new Set<string>() });

const put = (flow: Flow, type: NodeType, x: number, y: number) => {
  const node = freshNode(flow, type, { x, y });
  return { flow: addNode(flow, node), id: node.id };
};

/** A trigger that leads to a condition with two open paths. */
function branching() {
  const start = put(emptyFlow(), "trigger", 0, 0);
  const node = freshNode(start.flow, "condition", { x: 0, y: 184 });
  return { flow: appendTo(start.flow, start.id, "next", node), trigger: start.id, condition: node.id };
}

describe("where a step can go", () => {
  test("nothing leads to a trigger, and nobody leaves an end", () => {
    expect([canFollow("trigger"), canFollow("end")]).toEqual([false, true]);
    expect([canStandBetween("trigger"), canStandBetween("end"), canStandBetween("wait")]).toEqual([
      false,
      false,
      true,
    ]);
    expect(fits("trigger", { at: "point", position: { x: 0, y: 0 } })).toBe(true);
    expect(fits("trigger", { at: "path", nodeId: "a", exit: "next" })).toBe(false);
    expect(fits("end", { at: "edge", edgeId: "a" })).toBe(false);
  });

  test("after the chosen step, by its first open path", () => {
    const { flow, condition } = branching();
    expect(placeFor(flow, "wait", chosen(condition))).toEqual({ at: "path", nodeId: condition, exit: "yes" });
  });

  test("between, when every path of the chosen step leads somewhere", () => {
    const { flow, trigger } = branching();
    const [edge] = flow.edges;
    expect(placeFor(flow, "wait", chosen(trigger))).toEqual({ at: "edge", edgeId: edge?.id });
  });

  test("on the chosen line", () => {
    const { flow } = branching();
    const edge = flow.edges[0]?.id ?? "";
    expect(placeFor(flow, "email", { nodes: new Set(), edges: new Set([edge]) })).toEqual({
      at: "edge",
      edgeId: edge,
    });
  });

  test("with nothing chosen, at the lowest open path", () => {
    const { flow, condition } = branching();
    expect(placeFor(flow, "wait", nothing)).toEqual({ at: "path", nodeId: condition, exit: "yes" });
  });

  test("a second trigger stands free of every card", () => {
    const { flow } = branching();
    const place = placeFor(flow, "trigger", nothing);
    expect(place.at).toBe("point");
    if (place.at !== "point") return;
    for (const node of flow.nodes) expect(overlap(node.position, place.position)).toBe(false);
  });

  test("where every path is closed, on free ground below", () => {
    const { flow: first, id: start } = put(emptyFlow(), "trigger", 0, 0);
    const { flow: second, id: end } = put(first, "end", 0, 184);
    const flow = connect(second, { source: start, sourceHandle: "next", target: end });
    const place = placeFor(flow, "wait", nothing);
    expect(place.at).toBe("point");
    if (place.at !== "point") return;
    for (const node of flow.nodes) expect(overlap(node.position, place.position)).toBe(false);
  });

  test("open paths are those without a line", () => {
    const { flow, trigger, condition } = branching();
    expect(openPaths(flow, trigger)).toEqual([]);
    expect(openPaths(flow, condition)).toEqual(["yes", "no"]);
    expect(openPaths(flow, "gone")).toEqual([]);
  });
});
