import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SHORTEST_WAIT_MS } from "@/lib/nodes/contract";
import { definitionFor, runs } from "@/lib/nodes/definitions";
import { aWorkspace } from "@/lib/nodes/sample-world";
import { anyFlow } from "./arbitrary";
import { anyEdit } from "./arbitrary-edit";
import { blocking, check, type Issue } from "./check";
import { addNode, configure, connect, disconnect, freshNode, remove, setEntry } from "./edit";
import { emptyFlow, exitsOf, type Flow, type FlowNode } from "./flow";
import type { FunnelDate } from "./funnel-dates";
import { graphOf, isTrigger } from "./graph";
import { aFlow, byId, drawn } from "./sample-flow";

const ready = aWorkspace();

/** The sample drawing with a written email: nothing is wrong with it. */
function finished() {
  const { flow, ids } = aFlow();
  const written = configure(flow, ids.email, {
    kind: "marketing",
    reason: "",
    subject: [{ type: "text", text: "Welcome" }],
    preview: [],
    body: [{ type: "paragraph", content: [{ type: "text", text: "Hello" }] }],
  });
  return { flow: written, ids };
}

const said = (issues: Issue[]) => issues.map((issue) => [issue.nodeId, issue.level, issue.message]);

test("a finished drawing has no issue", () => {
  expect(check(finished().flow, ready)).toEqual([]);
});

test("whoever may enter again has their deadline anew, and the author is told", () => {
  const { flow } = finished();
  const ends: FunnelDate = { name: "ends", kind: "hours", hours: 48 };
  const says = (rule: "once" | "after-end") => check({ ...flow, dates: [ends], entry: { rule } }, ready);
  expect(says("once")).toEqual([]);
  expect(says("after-end")).toMatchObject([
    { level: "warns", message: expect.stringMatching(/“ends” begins anew/) },
  ]);
});

test("an empty drawing says what to add", () => {
  expect(said(check(emptyFlow(), ready))).toEqual([
    [null, "blocks", "Nobody can enter yet. Add a trigger at the top."],
    [null, "warns", "This funnel sends nothing yet. Add an email."],
    [null, "warns", "Add a goal to see in the results what this funnel brings."],
  ]);
});

describe("each mistake is one sentence to the author", () => {
  const { flow, ids } = finished();
  const lineOf = (id: string, exit: string) => graphOf(flow).line(id, exit)?.id ?? "";
  const circle = connect(disconnect(flow, lineOf(ids.wait, "next")), {
    source: ids.wait,
    sourceHandle: "next",
    target: ids.email,
  });
  const second: FlowNode = { ...byId(flow, ids.trigger), id: "twin", position: { x: 900, y: 0 } };
  const cases: [string, Flow, ReturnType<typeof said>][] = [
    [
      "an open path of a condition",
      remove(flow, new Set([ids.end])),
      [[ids.condition, "blocks", "The No path of “Condition 1” leads nowhere. Draw a line, or add an End."]],
    ],
    [
      "a step that nothing leads to, and one after it",
      disconnect(flow, lineOf(ids.email, "next")),
      [
        [ids.condition, "blocks", "Nothing leads to “Condition 1”, so nobody will reach it."],
        [
          ids.condition,
          "blocks",
          "“Email 1” is not sent before this condition, so nobody can have read it yet.",
        ],
        [ids.wait, "blocks", "No way leads from a trigger to “Wait 1”, so nobody will reach it."],
        [ids.end, "blocks", "No way leads from a trigger to “End 1”, so nobody will reach it."],
      ],
    ],
    [
      "a circle",
      circle,
      [
        [
          ids.email,
          "blocks",
          "“Email 1”, “Condition 1” and “Wait 1” go round in a circle. Remove one of the lines between them, or go back by a Jump, which says how often.",
        ],
      ],
    ],
    [
      "two triggers on the same form",
      connect(addNode(flow, second), { source: "twin", sourceHandle: "next", target: ids.email }),
      [
        [
          "twin",
          "blocks",
          "“Trigger 1” and “Trigger 2” both start when someone sends the form. Remove one, or choose another event.",
        ],
      ],
    ],
    [
      "a trigger that nothing follows",
      addNode(flow, { ...second, data: { ...second.data, on: "event", event: "purchase" } } as FlowNode),
      [["twin", "warns", "Nothing follows “Trigger 2”. Whoever enters there leaves at once."]],
    ],
    [
      "an entry by cart with only a form",
      setEntry(flow, { rule: "per-key", property: "cartId" }),
      [
        [
          null,
          "warns",
          "People enter once per “cartId”, but the form does not send one, so nobody will enter by it. Let them enter once instead.",
        ],
      ],
    ],
    [
      "a wait that is too short",
      configure(flow, ids.wait, { forMs: SHORTEST_WAIT_MS - 1_000 }),
      [[ids.wait, "blocks", "Wait at least one minute."]],
    ],
    [
      "no goal",
      remove(flow, new Set([ids.goal])),
      [[null, "warns", "Add a goal to see in the results what this funnel brings."]],
    ],
  ];
  test.each(cases)("%s", (_, broken, issues) => {
    expect(said(check(broken, ready))).toEqual(issues);
  });

  test("a named step is called by its name", () => {
    const condition = byId(flow, ids.condition);
    const named = configure(flow, condition.id, { ...condition.data, name: "Clicked?" });
    expect(check(remove(named, new Set([ids.end])), ready).map((issue) => issue.message)).toEqual([
      "The No path of “Clicked?” leads nowhere. Draw a line, or add an End.",
    ]);
  });

  test("a long circle names four steps and counts the others", () => {
    const column = drawn("trigger > wait > wait > wait > wait > wait > wait").flow;
    const round = connect(column, { source: "wait-6", sourceHandle: "next", target: "wait-1" });
    expect(check(round, ready).find((issue) => issue.nodeId === "wait-1")?.message).toMatch(
      /^“Wait 1”, “Wait 2”, “Wait 3”, “Wait 4” and 2 more steps go round in a circle\./,
    );
  });
});

test("two triggers on different events, or not yet on any, are no issue of one another", () => {
  const { flow } = finished();
  const trigger = byId(flow, "trigger-0");
  const on = (id: string, event: string): FlowNode =>
    ({ ...trigger, id, data: { ...trigger.data, on: "event", event } }) as FlowNode;
  const two = (a: string, b: string) =>
    check(addNode(addNode(flow, on("a", a)), on("b", b)), ready).filter((one) =>
      one.message.includes("both start"),
    );
  expect(two("cart.updated", "purchase")).toEqual([]);
  expect(two("", "")).toEqual([]);
  expect(two("purchase", "purchase").map((issue) => issue.nodeId)).toEqual(["b"]);
});

test("only what blocks stands in the way of Publish", () => {
  const issues = check(emptyFlow(), ready);
  expect(blocking(issues)).toEqual(issues.slice(0, 1));
});

describe("any drawing", () => {
  /** Every walk there is, step by step: where it can be, where it can get stuck, whether it can go round. */
  function walks(flow: Flow) {
    const been = new Set<string>();
    const stuck = new Set<string>();
    let round = false;
    let hasty = false;
    const go = (node: FlowNode, passed: readonly { id: string; jumps: boolean; rests: boolean }[]) => {
      been.add(node.id);
      const before = passed.findIndex(({ id }) => id === node.id);
      if (before >= 0) {
        const circle = passed.slice(before);
        if (!circle.some(({ jumps }) => jumps)) round = true;
        else if (!circle.some(({ rests }) => rests)) hasty = true;
        return;
      }
      for (const exit of exitsOf(node)) {
        const edge = flow.edges.find((one) => one.source === node.id && one.sourceHandle === exit.id);
        const rests = (definitionFor(node.type).dwells?.(node.data, exit.id) ?? 0) >= 3_600_000;
        const way = { id: node.id, jumps: exit.again === true, rests };
        if (edge) go(byId(flow, edge.target), [...passed, way]);
        else if (!exit.mayStayOpen) stuck.add(`${node.id} ${exit.label}`);
      }
    };
    const triggers = flow.nodes.filter(isTrigger);
    /** Goals that count without anybody's coming. */
    const counting = new Set<string>();
    for (const trigger of triggers) go(trigger, []);
    if (triggers.length > 0) {
      for (const goal of flow.nodes) {
        if (goal.type !== "goal") continue;
        const { catches = "anywhere" } = goal.data;
        if (catches === "anywhere") go(goal, []);
        if (catches === "nobody") counting.add(goal.id);
      }
    }
    return { been, counting, stuck, round, hasty };
  }

  test("has an issue exactly where a walk can get stuck, go round, or never come by", () => {
    fc.assert(
      fc.property(anyFlow(8), (flow) => {
        const issues = check(flow, ready);
        const { been, counting, stuck, round, hasty } = walks(flow);
        const where = (phrase: string) =>
          new Set(issues.filter((issue) => issue.message.includes(phrase)).map((issue) => issue.nodeId));
        if (flow.nodes.some(isTrigger)) {
          const unseen = flow.nodes
            .filter((node) => runs(node.type) && !been.has(node.id) && !counting.has(node.id))
            .map((node) => node.id);
          expect(where("so nobody will reach it")).toEqual(new Set(unseen));
        } else {
          expect(issues[0]?.message).toBe("Nobody can enter yet. Add a trigger at the top.");
          expect(where("so nobody will reach it").size).toBe(0);
        }
        for (const place of stuck) {
          const [id, ...words] = place.split(" ");
          const label = words.join(" ");
          expect(
            issues.some((issue) => issue.nodeId === id && issue.message.startsWith(`The ${label} path of`)),
          ).toBe(true);
        }
        const open = [...where("leads nowhere")].filter((id) => been.has(id ?? ""));
        expect(new Set(open)).toEqual(new Set([...stuck].map((place) => place.split(" ")[0])));
        if (round) expect(where("round in a circle").size).toBeGreaterThan(0);
        const circles = [...where("round in a circle")].filter((id) => been.has(id ?? ""));
        expect(circles.length > 0).toBe(round);
        const restless = [...where("without a rest")].filter((id) => been.has(id ?? ""));
        if (hasty) expect(restless.length).toBeGreaterThan(0);
        if (restless.length > 0) expect(hasty || round).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test("is checked without throwing, in whole sentences about nodes that exist", () => {
    fc.assert(
      fc.property(
        anyFlow(),
        fc.array(anyEdit, { maxLength: 5 }),
        fc.constantFrom("off" as const, "consent" as const, "all" as const),
        fc.boolean(),
        (flow, edits, opens, bare) => {
          const edited = edits.reduce((present, edit) => edit.apply(present), flow);
          const surroundings = bare
            ? aWorkspace({ postalAddress: " ", sender: null, opens, shortWaits: true })
            : ready;
          for (const issue of check(edited, surroundings)) {
            expect(issue.message).toMatch(/^[\p{Lu}“].*[.]$/su);
            expect(issue.message).not.toMatch(/undefined|NaN|\[object/);
            if (issue.nodeId !== null) expect(graphOf(edited).node(issue.nodeId)).toBeDefined();
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("says what each step's own definition says", () => {
    fc.assert(
      fc.property(anyFlow(), (flow) => {
        const issues = check(flow, ready);
        for (const node of flow.nodes) {
          if (definitionFor(node.type).references) continue;
          const own = definitionFor(node.type).issues?.(node.data, ready, undefined as never, node.id) ?? [];
          for (const one of own) expect(issues).toContainEqual({ nodeId: node.id, ...one });
        }
      }),
    );
  });
});

test("a fresh step of every type can be checked at once", () => {
  for (const type of ["trigger", "email", "wait", "condition", "goal", "end"] as const) {
    const flow = addNode(emptyFlow(), freshNode(emptyFlow(), type, { x: 0, y: 0 }));
    expect(check(flow, ready).length).toBeGreaterThan(0);
  }
});
