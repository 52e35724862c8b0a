import fc from "fast-check";
import { definitionFor, type NodeType, nodeTypes, type SettingsOf } from "@/lib/nodes/definitions";
import { anyPoint } from "./arbitrary";
import { anyRules, settingsFor } from "./arbitrary-settings";
import * as edit from "./edit";
import { exitsOf, type Flow } from "./flow";
import { tidy } from "./layout";

// Random edits of whatever drawing they meet, for tests.

/** A number in [0, 1) that follows from its seed, for edits that make ids. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const pick = <T>(list: readonly T[], number: number): T | undefined => list[number % list.length];
const some = <T>(list: readonly T[], bits: number): T[] => list.filter((_, at) => (bits >> (at % 31)) & 1);

type Numbers = { a: number; b: number; c: number; type: NodeType; to: { x: number; y: number } };
export type AnyEdit = { name: string; apply: (flow: Flow) => Flow };

/** Every edit, aimed by numbers at whatever flow it meets; some miss on purpose. */
const edits: Record<string, (flow: Flow, numbers: Numbers) => Flow> = {
  addNode: (flow, { a, type, to }) => edit.addNode(flow, edit.freshNode(flow, type, to, randomFrom(a))),
  insertOnEdge: (flow, { a, b, type, to }) =>
    edit.insertOnEdge(
      flow,
      pick(flow.edges, b)?.id ?? "missing",
      edit.freshNode(flow, type, to, randomFrom(a)),
    ),
  appendTo(flow, { a, b, c, type, to }) {
    const node = pick(flow.nodes, b);
    const exit = node && pick(exitsOf(node), c);
    return edit.appendTo(
      flow,
      node?.id ?? "missing",
      exit?.id ?? "missing",
      edit.freshNode(flow, type, to, randomFrom(a)),
    );
  },
  connect(flow, { a, b, c }) {
    const source = pick(flow.nodes, a);
    const exit = source && pick(exitsOf(source), b);
    const target = pick(flow.nodes, c)?.id ?? "missing";
    return edit.connect(flow, { source: source?.id ?? "missing", sourceHandle: exit?.id ?? null, target });
  },
  disconnect: (flow, { a }) => edit.disconnect(flow, pick(flow.edges, a)?.id ?? "missing"),
  remove: (flow, { a, b }) =>
    edit.remove(
      flow,
      new Set([...some(flow.nodes, a).map((node) => node.id), ...some(flow.edges, b).map((edge) => edge.id)]),
    ),
  removeOne: (flow, { a }) => edit.remove(flow, new Set([pick(flow.nodes, a)?.id ?? "missing"])),
  move: (flow, { a, to }) =>
    edit.move(flow, Object.fromEntries(some(flow.nodes, a).map((node) => [node.id, to]))),
  configure(flow, { a, b }) {
    const node = pick(flow.nodes, a);
    if (!node) return edit.configure(flow, "missing", definitionFor("end").initial() as SettingsOf<"end">);
    const [given] = fc.sample(settingsFor(node.type), { seed: b, numRuns: 1 });
    return edit.configure(flow, node.id, given ?? node.data);
  },
  duplicate: (flow, { a, b }) =>
    edit.duplicate(flow, new Set(some(flow.nodes, a).map((node) => node.id)), randomFrom(b)),
  setEntry: (flow, { a }) =>
    edit.setEntry(flow, a % 2 === 0 ? { rule: "once" } : { rule: "per-key", property: "cartId" }),
  setRules(flow, { a }) {
    const [rules] = fc.sample(anyRules, { seed: a, numRuns: 1 });
    return rules ? edit.setRules(flow, rules) : flow;
  },
  tidy: (flow) => tidy(flow),
};

export const anyEdit: fc.Arbitrary<AnyEdit> = fc
  .record({
    name: fc.constantFrom(...Object.keys(edits)),
    numbers: fc.record({
      a: fc.nat(),
      b: fc.nat(),
      c: fc.nat(),
      type: fc.constantFrom(...nodeTypes),
      to: anyPoint,
    }),
  })
  .map(({ name: editName, numbers: given }) => ({
    name: editName,
    apply: (flow) => edits[editName]?.(flow, given) ?? flow,
    [fc.toStringMethod]: () => `${editName}(${JSON.stringify(given)})`,
  }));
