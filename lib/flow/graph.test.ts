import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aWorkspace } from "@/lib/nodes/sample-world";
import { anyFlow } from "./arbitrary";
import { check } from "./check";
import { connect } from "./edit";
import { emptyFlow, type Flow, type FlowEdge, type FlowNode, MOST_NODES } from "./flow";
import { comesBefore, cyclesOf, distance, followed, graphOf, reachableFrom, reachedByPeople } from "./graph";
import { tidy } from "./layout";
import { aFlow, drawn } from "./sample-flow";

/** Lines between any two nodes, by Floyd and Warshall: slow, and nothing like the code under test. */
function allDistances(flow: Flow): (from: string, to: string) => number {
  const ids = flow.nodes.map((node) => node.id);
  const known = new Map<string, number>(ids.map((id) => [`${id} ${id}`, 0]));
  const far = (from: string, to: string) => known.get(`${from} ${to}`) ?? Number.POSITIVE_INFINITY;
  for (const { source, target } of flow.edges) {
    known.set(`${source} ${target}`, Math.min(far(source, target), 1));
  }
  for (const over of ids) {
    for (const from of ids) {
      for (const to of ids) {
        known.set(`${from} ${to}`, Math.min(far(from, to), far(from, over) + far(over, to)));
      }
    }
  }
  return far;
}

test("distance and reach agree with a slow calculation", () => {
  fc.assert(
    fc.property(anyFlow(), (flow) => {
      const far = allDistances(flow);
      for (const { id: from } of flow.nodes) {
        for (const { id: to } of flow.nodes) {
          expect(distance(flow, from, to)).toBe(far(from, to));
          expect(reachableFrom(flow, [from]).has(to)).toBe(Number.isFinite(far(from, to)));
        }
      }
    }),
  );
});

test("circles are exactly the groups whose members lead to one another", () => {
  fc.assert(
    fc.property(anyFlow(), (flow) => {
      const far = allDistances(flow);
      const together = (a: string, b: string) =>
        a !== b && Number.isFinite(far(a, b)) && Number.isFinite(far(b, a));
      const ids = flow.nodes.map((node) => node.id);
      const groups = ids
        .filter((id) => ids.some((other) => together(id, other)))
        .map((id) => ids.filter((other) => other === id || together(id, other)))
        .filter((group, at, all) => all.findIndex((other) => other[0] === group[0]) === at);
      expect(cyclesOf(flow)).toEqual(groups);
    }),
    { numRuns: 300 },
  );
});

describe("comesBefore", () => {
  test("follows the lines forward", () => {
    const { flow, ids } = aFlow();
    expect(comesBefore(flow, ids.email, ids.email)).toBe(false);
    expect(comesBefore(flow, ids.email, ids.condition)).toBe(true);
    expect(comesBefore(flow, ids.condition, ids.email)).toBe(false);
    expect(comesBefore(flow, ids.wait, ids.end)).toBe(false);
    expect(comesBefore(flow, "nobody", ids.end)).toBe(false);
  });

  test("counts that a goal catches people who were elsewhere", () => {
    const column = drawn("trigger > email > end");
    const island = drawn("goal > condition");
    const rename = (id: string) => `island-${id}`;
    const flow: Flow = {
      ...column.flow,
      nodes: [...column.flow.nodes, ...island.flow.nodes.map((node) => ({ ...node, id: rename(node.id) }))],
      edges: [
        ...column.flow.edges,
        ...island.flow.edges.map((edge) => ({
          ...edge,
          id: "island",
          source: rename(edge.source),
          target: rename(edge.target),
        })),
      ],
    };
    const condition = rename(island.ids.condition);
    expect(comesBefore(flow, column.ids.email, condition)).toBe(true);
    expect(comesBefore(flow, condition, column.ids.email)).toBe(false);
    expect(reachedByPeople(flow).has(condition)).toBe(true);
  });
});

test("nobody is reached without a trigger", () => {
  expect(reachedByPeople(drawn("email > goal").flow)).toEqual(new Set());
});

test("a path leads to one node; lines are listed in the order of the paths", () => {
  const { flow, ids } = aFlow();
  const turned: Flow = { ...flow, edges: flow.edges.toReversed() };
  expect(followed(turned, ids.condition, "yes")).toBe(ids.wait);
  expect(followed(turned, ids.condition, "maybe")).toBeUndefined();
  expect(
    graphOf(turned)
      .out(ids.condition)
      .map((edge) => edge.sourceHandle),
  ).toEqual(["yes", "no"]);
});

test("a drawing of a thousand steps is indexed, checked and tidied in the blink of an eye", () => {
  const nodes: FlowNode[] = Array.from({ length: MOST_NODES }, (_, at) => ({
    ...(at === 0
      ? { type: "trigger" as const, data: drawn("trigger").flow.nodes[0]?.data as never }
      : { type: "condition" as const, data: drawn("condition").flow.nodes[0]?.data as never }),
    id: `n${at}`,
    position: { x: 0, y: 0 },
  }));
  // A ladder: every step leads to the next two, so that there are more ways through than atoms.
  const edges: FlowEdge[] = nodes.flatMap(({ id }, at) =>
    (at === 0 ? ["next"] : ["yes", "no"]).flatMap((sourceHandle, path) =>
      at + path + 1 < MOST_NODES
        ? [{ id: `${id}-${path}`, source: id, sourceHandle, target: `n${at + path + 1}` }]
        : [],
    ),
  );
  const ladder: Flow = { ...emptyFlow(), nodes, edges };
  const circle = connect(ladder, { source: "n999", sourceHandle: "no", target: "n1" });
  for (const flow of [ladder, circle]) {
    const began = performance.now();
    tidy(flow);
    check(flow, aWorkspace());
    for (const node of nodes.slice(0, 100)) distance(flow, node.id, "n999");
    expect(performance.now() - began).toBeLessThan(2_000);
  }
});
