import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LONGEST_WAIT_MS } from "@/lib/nodes/contract";
import type { NodeType, SettingsOf } from "@/lib/nodes/definitions";
import { anyFlow } from "./arbitrary";
import { emptyFlow, type Flow, flow as flowSchema, MOST_EDGES, MOST_NODES } from "./flow";
import { drawn } from "./sample-flow";

/** What the door says to something that claims to be a flow; nothing when it is let in. */
const said = (input: unknown): string[] =>
  flowSchema.safeParse(input).error?.issues.map((issue) => issue.message) ?? [];

test("keeping a drawing and reading it again gives the same drawing", () => {
  fc.assert(
    fc.property(anyFlow(), (flow) => {
      expect(flowSchema.parse(JSON.parse(JSON.stringify(flow)))).toEqual(flow);
    }),
    { numRuns: 300 },
  );
});

test("what the canvas adds to nodes and lines is dropped", () => {
  const { flow } = drawn("trigger > email");
  const shown = {
    ...flow,
    nodes: flow.nodes.map((node) => ({ ...node, selected: true, measured: { width: 248, height: 96 } })),
    edges: flow.edges.map((edge) => ({ ...edge, animated: true, targetHandle: null })),
  };
  expect(flowSchema.parse(shown)).toEqual(flow);
});

test("an older document without newer settings is given their defaults", () => {
  const old = {
    nodes: [{ id: "t", type: "trigger", position: { x: 0, y: 0 }, data: {} }],
    edges: [],
  };
  expect(flowSchema.parse(old)).toEqual({
    nodes: [{ ...old.nodes[0], data: drawn("trigger").flow.nodes[0]?.data }],
    edges: [],
    entry: { rule: "once" },
  });
});

const node = <T extends NodeType>(type: T, data: unknown = {}, more: object = {}) => ({
  id: "n1",
  type,
  position: { x: 0, y: 0 },
  data,
  ...more,
});
const withNodes = (...nodes: unknown[]) => ({ nodes, edges: [], entry: { rule: "once" } });
const email = (data: unknown) => withNodes(node("email", data));
const paragraph = (text: string) =>
  email({ body: [{ type: "paragraph", content: [{ type: "text", text }] }] });

const two = drawn("trigger > email").flow;
const line = (change: object) => ({ ...two, edges: [{ ...two.edges[0], ...change }] });

const bad: [string, unknown, RegExp][] = [
  ["nothing", undefined, /expected object/],
  ["null", null, /expected object/],
  ["a text", "flow", /expected object/],
  ["a list", [], /expected object/],
  ["no nodes", { edges: [] }, /expected array/],
  ["no lines", { nodes: [] }, /expected array/],
  ["nodes that are none", { nodes: {}, edges: [] }, /expected array/],
  ["a node that is null", withNodes(null), /expected object/],
  ["a node without type", withNodes({ id: "a", position: { x: 0, y: 0 }, data: {} }), /kind of step/],
  ["an unknown type", withNodes(node("teleport" as NodeType)), /kind of step/],
  ["a type that every object has", withNodes(node("constructor" as NodeType)), /kind of step/],
  ["the type __proto__", withNodes(node("__proto__" as NodeType)), /kind of step/],
  ["a node without settings", withNodes({ ...node("wait"), data: undefined }), /expected object/],
  ["a node without place", withNodes({ ...node("wait"), position: undefined }), /expected object/],
  [
    "a place that is no number",
    withNodes(node("wait", {}, { position: { x: "0", y: 0 } })),
    /expected number/,
  ],
  ["a place at infinity", withNodes(node("wait", {}, { position: { x: 1 / 0, y: 0 } })), /expected number/],
  ["a place too far away", withNodes(node("wait", {}, { position: { x: 2e6, y: 0 } })), /Too big/],
  ["an unknown setting", withNodes(node("wait", { forMs: 60_000, hours: 1 })), /Unrecognized key/],
  ["an unknown key beside nodes", { ...two, zoom: 2 }, /Unrecognized key/],
  ["__proto__ beside nodes", JSON.parse('{"nodes":[],"edges":[],"__proto__":{"x":1}}'), /Unrecognized key/],
  ["constructor beside nodes", { ...two, constructor: 1 }, /Unrecognized key/],
  [
    "__proto__ in settings",
    withNodes(node("wait", JSON.parse('{"__proto__":{"forMs":60000}}'))),
    /Unrecognized key/,
  ],
  ["an id with spaces", withNodes(node("wait", {}, { id: "a b" })), /An id has 1 to 64/],
  ["an empty id", withNodes(node("wait", {}, { id: "" })), /An id has 1 to 64/],
  ["an id too long", withNodes(node("wait", {}, { id: "a".repeat(65) })), /An id has 1 to 64/],
  ["the id __proto__", withNodes(node("wait", {}, { id: "__proto__" })), /reserved/],
  ["the id constructor", withNodes(node("wait", {}, { id: "constructor" })), /reserved/],
  ["two nodes of one id", withNodes(node("wait"), node("end")), /Two steps have the id “n1”/],
  ["two lines of one id", { ...two, edges: [two.edges[0], two.edges[0]] }, /Two lines have the id/],
  ["two lines of one path", { ...two, edges: [two.edges[0], { ...two.edges[0], id: "b" }] }, /same path/],
  ["a line from nowhere", line({ source: "nobody" }), /does not exist/],
  ["a line to nowhere", line({ target: "nobody" }), /does not exist/],
  ["a line to itself", line({ source: "email-1" }), /leads back to its own step/],
  ["a line into a trigger", line({ source: "email-1", target: "trigger-0" }), /into a trigger/],
  ["a path that is not there", line({ sourceHandle: "yes" }), /by a path it does not have/],
  ["a path every object has", line({ sourceHandle: "constructor" }), /by a path it does not have/],
  ["a line without path", line({ sourceHandle: null }), /expected string/],
  [
    "a step too many",
    withNodes(...Array.from({ length: MOST_NODES + 1 }, (_, at) => node("end", {}, { id: `n${at}` }))),
    /at most 1000 steps/,
  ],
  ["a line too many", { ...two, edges: Array(MOST_EDGES + 1).fill(two.edges[0]) }, /at most 2000 lines/],
  ["a name that is huge", withNodes(node("wait", { name: "x".repeat(1e6) })), /Too big/],
  ["a name that is no text", withNodes(node("wait", { name: { toString: "x" } })), /expected string/],
  ["NUL in a name", withNodes(node("wait", { name: "a\0b" })), /cannot be kept/],
  ["NUL in an email", paragraph("a\0b"), /cannot be kept/],
  ["half a surrogate pair in an email", paragraph("\ud83d"), /cannot be kept/],
  ["a wait of -1", withNodes(node("wait", { forMs: -1 })), /Too small/],
  ["a wait of 0", withNodes(node("wait", { forMs: 0 })), /Too small/],
  ["a wait of half a millisecond more", withNodes(node("wait", { forMs: 60_000.5 })), /expected int/],
  ["a wait of two years", withNodes(node("wait", { forMs: 2 * LONGEST_WAIT_MS })), /Too big/],
  ["a wait as a text", withNodes(node("wait", { forMs: "60000" })), /expected number/],
  ["patience of -1", withNodes(node("condition", { patienceMs: -1 })), /Too small/],
  ["patience of two years", withNodes(node("condition", { patienceMs: 2 * LONGEST_WAIT_MS })), /Too big/],
  ["a condition that asks nothing", withNodes(node("condition", { rule: { groups: [] } })), /Too small/],
  [
    "a group that asks nothing",
    withNodes(node("condition", { rule: { groups: [{ tests: [] }] } })),
    /Too small/,
  ],
  [
    "an unknown question",
    withNodes(node("condition", { rule: { groups: [{ tests: [{ test: "x" }] }] } })),
    /Invalid/,
  ],
  ["an amount in decimals", withNodes(node("goal", { atLeast: 49.9 })), /minor units/],
  ["an amount below zero", withNodes(node("goal", { atLeast: -1 })), /from 0 to/],
  ["a currency that is none", withNodes(node("goal", { currency: "XXZ" })), /not known/],
  ["an event without letters", withNodes(node("trigger", { event: "$$$" })), /event’s name/],
  ["a merge tag of something else", email({ subject: [{ type: "merge", path: "secret.key" }] }), /fill in/],
  ["a block that is none", email({ body: [{ type: "script", text: "x" }] }), /Invalid/],
  ["HTML for a body", email({ body: "<p>Hello</p>" }), /expected array/],
  [
    "a link too long",
    email({ body: [{ type: "button", label: "Go", link: `https://e.org/${"x".repeat(2_100)}` }] }),
    /Invalid input|Too big/,
  ],
  ["entry by no property", { ...two, entry: { rule: "per-key", property: "" } }, /Name the property/],
  ["entry by a path", { ...two, entry: { rule: "per-key", property: "cart.id" } }, /Name the property/],
  ["an unknown entry rule", { ...two, entry: { rule: "always" } }, /Invalid/],
];

describe("what is no drawing is refused with a sentence", () => {
  test.each(bad)("%s", (_, input, sentence) => {
    const messages = said(input);
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.some((message) => sentence.test(message))).toBe(true);
  });

  test("whatever it is, the door answers and does not throw", () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withSparseArray: true, withBigInt: true }),
        (input) => {
          expect(said(input).length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a drawing with one of its values swapped is let in well formed, or refused", () => {
    const anyPlace = fc.tuple(anyFlow(4), fc.nat(), fc.anything());
    fc.assert(
      fc.property(anyPlace, ([flow, at, value]) => {
        const copy: Flow = structuredClone(flow);
        const places: [Record<string, unknown>, string][] = [];
        const visit = (part: unknown) => {
          if (typeof part !== "object" || part === null) return;
          for (const [key, inner] of Object.entries(part)) {
            places.push([part as Record<string, unknown>, key]);
            visit(inner);
          }
        };
        visit(copy);
        const [holder, key] = places[at % places.length] ?? [{}, ""];
        holder[key] = value;
        const parsed = flowSchema.safeParse(copy);
        if (parsed.success) expect(said(parsed.data)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

test("a wait may last from a second to a year", () => {
  const wait = (forMs: SettingsOf<"wait">["forMs"]) => said(withNodes(node("wait", { forMs })));
  expect(wait(1_000)).toEqual([]);
  expect(wait(LONGEST_WAIT_MS)).toEqual([]);
  expect(wait(LONGEST_WAIT_MS + 1)).not.toEqual([]);
});

test("an empty drawing and one of a thousand steps are let in", () => {
  const many = withNodes(...Array.from({ length: MOST_NODES }, (_, at) => node("end", {}, { id: `n${at}` })));
  expect(said(emptyFlow())).toEqual([]);
  expect(said(many)).toEqual([]);
});
