import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "@/lib/nodes/definitions";
import { anyFlow, anyPoint } from "./arbitrary";
import { appendTo, connect, freshNode, move } from "./edit";
import { exitsOf, type Flow, type FlowNode } from "./flow";
import { cyclesOf, graphOf } from "./graph";
import { COLUMN_PX, freePlace, overlap, placeAfter, ROW_PX, tidy } from "./layout";
import { aFlow, byId, drawn } from "./sample-flow";

const overlapping = (flow: Flow): [string, string][] =>
  flow.nodes.flatMap((node, at) =>
    flow.nodes
      .slice(at + 1)
      .filter((other) => overlap(node.position, other.position))
      .map((other): [string, string] => [node.id, other.id]),
  );

describe("tidy", () => {
  test("never lets two cards overlap, and changes nothing but places", () => {
    fc.assert(
      fc.property(anyFlow(24), (flow) => {
        const tidied = tidy(flow);
        expect(overlapping(tidied)).toEqual([]);
        expect(tidied.edges).toBe(flow.edges);
        expect(tidied.entry).toBe(flow.entry);
        const still = (node: FlowNode) => ({ ...node, position: null });
        expect(tidied.nodes.map(still)).toEqual(flow.nodes.map(still));
      }),
      { numRuns: 500 },
    );
  });

  test("draws the same steps whatever stood where before; what is tidy is left alone", () => {
    fc.assert(
      fc.property(anyFlow(), fc.array(anyPoint, { minLength: 12, maxLength: 12 }), (flow, points) => {
        const tidied = tidy(flow);
        expect(tidy(tidied)).toBe(tidied);
        const shuffled = move(
          flow,
          Object.fromEntries(flow.nodes.map((node, at) => [node.id, points[at] ?? node.position])),
        );
        const steps = (drawing: Flow) => drawing.nodes.filter((node) => runs(node.type));
        expect(steps(tidy(shuffled))).toEqual(steps(tidied));
      }),
    );
  });

  test("every line leads down, except where the drawing goes round in a circle", () => {
    fc.assert(
      fc.property(anyFlow(24), (flow) => {
        const tidied = tidy(flow);
        const circling = new Set(cyclesOf(flow).flat());
        for (const edge of tidied.edges) {
          if (circling.has(edge.source) && circling.has(edge.target)) continue;
          expect(byId(tidied, edge.target).position.y).toBeGreaterThan(byId(tidied, edge.source).position.y);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("paths go to the sides in their order, Yes left and No right; the middle one goes straight down", () => {
    fc.assert(
      fc.property(anyFlow(24), (flow) => {
        if (cyclesOf(flow).length > 0) return;
        const tidied = tidy(flow);
        const graph = graphOf(tidied);
        for (const node of tidied.nodes) {
          const exits = exitsOf(node);
          exits.forEach((exit, at) => {
            const target = graph.line(node.id, exit.id)?.target;
            if (target === undefined || graph.into(target).length > 1) return;
            const dx = byId(tidied, target).position.x - node.position.x;
            expect(Math.sign(dx)).toBe(Math.sign(2 * at - exits.length + 1));
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  test("where the paths of a condition meet again, the drawing goes on in its middle", () => {
    const { flow, ids } = aFlow();
    const joined = tidy(connect(flow, { source: ids.condition, sourceHandle: "no", target: ids.goal }));
    const places = Object.fromEntries(joined.nodes.map((node) => [node.type, node.position]));
    expect(places).toEqual({
      trigger: { x: 0, y: 0 },
      email: { x: 0, y: ROW_PX },
      condition: { x: 0, y: 2 * ROW_PX },
      wait: { x: -COLUMN_PX / 2, y: 3 * ROW_PX },
      goal: { x: 0, y: 4 * ROW_PX },
      end: { x: COLUMN_PX, y: 0 },
    });
  });

  test("an empty drawing stays the same", () => {
    const empty: Flow = { nodes: [], edges: [], entry: { rule: "once" } };
    expect(tidy(empty)).toBe(empty);
  });
});

describe("placeAfter", () => {
  test("never covers a card", () => {
    fc.assert(
      fc.property(anyFlow(), fc.nat(), fc.nat(), (flow, a, b) => {
        const node = flow.nodes[a % flow.nodes.length];
        const exit = node && exitsOf(node)[b % exitsOf(node).length];
        const place = placeAfter(flow, node?.id ?? "nobody", exit?.id ?? "nothing");
        expect(flow.nodes.filter((other) => overlap(other.position, place))).toEqual([]);
      }),
    );
  });

  test("building a branch step by step looks as if it had been tidied", () => {
    let { flow } = drawn("trigger > email > condition");
    const ids = flow.nodes.map((node) => node.id);
    for (const exit of ["yes", "no"]) {
      flow = appendTo(
        flow,
        ids[2] ?? "",
        exit,
        freshNode(flow, "wait", placeAfter(flow, ids[2] ?? "", exit)),
      );
    }
    expect(tidy(flow)).toBe(flow);
  });
});

test("a crowded row still has a free place", () => {
  fc.assert(
    fc.property(fc.array(anyPoint, { maxLength: 40 }), anyPoint, fc.boolean(), (points, wanted, left) => {
      const nodes = points.map(
        (position, at): FlowNode => ({ id: `n${at}`, type: "end", position, data: { reason: "" } }),
      );
      const place = freePlace(nodes, wanted, left ? -1 : 1);
      expect(place.y).toBe(wanted.y);
      expect(nodes.some((node) => overlap(node.position, place))).toBe(false);
    }),
  );
});
