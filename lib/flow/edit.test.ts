import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canBeLedTo, definitionFor } from "@/lib/nodes/definitions";
import { waitSettings } from "@/lib/nodes/wait/settings";
import { anyEntry, anyFlow } from "./arbitrary";
import { anyEdit, randomFrom } from "./arbitrary-edit";
import * as edit from "./edit";
import { emptyFlow, exitsOf, type Flow, type FlowNode, flow as flowSchema, MOST_NODES } from "./flow";
import { graphOf, reachableFrom } from "./graph";
import { CARD_HEIGHT_PX, overlap, placeAfter, ROW_PX } from "./layout";
import { aFlow, byId, drawn, emailAsked } from "./sample-flow";

const complaints = (flow: Flow): string[] =>
  flowSchema.safeParse(flow).error?.issues.map((issue) => issue.message) ?? [];

const frozen = <T>(value: T): T => {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
};

const subset = (flow: Flow, bits: number): Set<string> =>
  new Set(flow.nodes.filter((_, at) => (bits >> at) & 1).map((node) => node.id));

describe("any edit", () => {
  test("keeps any drawing well formed, and never changes the one it was given", () => {
    fc.assert(
      fc.property(anyFlow(), fc.array(anyEdit, { minLength: 1, maxLength: 12 }), (flow, edits) => {
        let present = frozen(flow);
        for (const one of edits) present = frozen(one.apply(present));
        expect(complaints(present)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("hands back the very same flow when nothing changes", () => {
    fc.assert(
      fc.property(anyFlow(), anyEdit, (flow, one) => {
        const after = one.apply(flow);
        if (JSON.stringify(after) === JSON.stringify(flow)) expect(after).toBe(flow);
      }),
      { numRuns: 500 },
    );
  });

  test("leaves what it does not touch as it was, so that unchanged cards are not drawn again", () => {
    fc.assert(
      fc.property(anyFlow(), anyEdit, (flow, one) => {
        const before = new Map(flow.nodes.map((node) => [JSON.stringify(node), node]));
        for (const node of one.apply(flow).nodes) {
          const same = before.get(JSON.stringify(node));
          if (same) expect(node).toBe(same);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("connect", () => {
  test("leads the path to that node and leaves every other line alone", () => {
    fc.assert(
      fc.property(anyFlow(), fc.nat(), fc.nat(), fc.nat(), (flow, a, b, c) => {
        const source = flow.nodes[a % flow.nodes.length];
        const target = flow.nodes[c % flow.nodes.length];
        if (!source || !target) return;
        const exit = exitsOf(source)[b % exitsOf(source).length];
        const after = edit.connect(flow, {
          source: source.id,
          sourceHandle: exit?.id ?? null,
          target: target.id,
        });
        if (!exit || source === target || !canBeLedTo(target.type)) {
          expect(after).toBe(flow);
          return;
        }
        const others = (one: Flow) =>
          one.edges.filter((edge) => !(edge.source === source.id && edge.sourceHandle === exit.id));
        expect(graphOf(after).line(source.id, exit.id)?.target).toBe(target.id);
        expect(others(after)).toEqual(others(flow));
        expect(after.nodes).toBe(flow.nodes);
      }),
    );
  });

  test("refuses what does not exist or is there already", () => {
    const { flow, ids } = drawn("trigger > email");
    const line = (change: object) => ({
      source: ids.email,
      sourceHandle: "next",
      target: ids.trigger,
      ...change,
    });
    expect(edit.connect(flow, line({}))).toBe(flow);
    expect(edit.connect(flow, line({ target: ids.email }))).toBe(flow);
    expect(edit.connect(flow, line({ target: "nobody" }))).toBe(flow);
    expect(edit.connect(flow, line({ source: ids.trigger, target: ids.email }))).toBe(flow);
    expect(edit.connect(flow, line({ source: "nobody" }))).toBe(flow);
    const two = edit.addNode(flow, edit.freshNode(flow, "end", { x: 0, y: 900 }));
    const target = two.nodes.at(-1)?.id;
    expect(edit.connect(two, line({ target, sourceHandle: "yes" }))).toBe(two);
    expect(edit.connect(two, line({ target, sourceHandle: null }))).toBe(two);
  });
});

describe("remove", () => {
  test("leaves no line without its nodes, and no setting that names a removed node", () => {
    fc.assert(
      fc.property(anyFlow(), fc.nat(), (flow, bits) => {
        const gone = subset(flow, bits);
        const left = edit.remove(flow, gone);
        expect(left.nodes.map((node) => node.id)).toEqual(
          flow.nodes.map((node) => node.id).filter((id) => !gone.has(id)),
        );
        const alive = new Set(left.nodes.map((node) => node.id));
        expect(left.edges.every((edge) => alive.has(edge.source) && alive.has(edge.target))).toBe(true);
        const named = left.nodes.flatMap((node) => definitionFor(node.type).references?.(node.data) ?? []);
        expect(named.filter((id) => gone.has(id))).toEqual([]);
      }),
    );
  });

  test("keeps the way through steps with a single onward line, and makes no new one", () => {
    fc.assert(
      fc.property(anyFlow(), fc.nat(), (flow, bits) => {
        const gone = new Set([...subset(flow, bits)].filter((id) => graphOf(flow).out(id).length === 1));
        const left = edit.remove(flow, gone);
        for (const { id } of left.nodes) {
          const before = [...reachableFrom(flow, [id])].filter((other) => !gone.has(other));
          expect(reachableFrom(left, [id])).toEqual(new Set(before));
        }
      }),
      { numRuns: 300 },
    );
  });

  test("takes a step out of the middle and keeps the path, also when the canvas names its lines", () => {
    const { flow, ids } = drawn("trigger > email > wait > end");
    const alone = edit.remove(flow, new Set([ids.wait]));
    expect(alone.edges.map((edge) => [edge.source, edge.target])).toEqual([
      [ids.trigger, ids.email],
      [ids.email, ids.end],
    ]);
    const lines = flow.edges.filter((edge) => edge.source === ids.wait || edge.target === ids.wait);
    expect(edit.remove(flow, new Set([ids.wait, ...lines.map((edge) => edge.id)]))).toEqual(alone);
  });

  test("does not bridge where a path forks, nor to where the predecessor already leads", () => {
    const { flow, ids } = aFlow();
    const withoutCondition = edit.remove(flow, new Set([ids.condition]));
    expect(withoutCondition.edges.filter((edge) => edge.source === ids.email)).toEqual([]);
    // No leads straight to the goal, so the Yes path stays open once its wait is gone.
    const both = edit.connect(flow, { source: ids.condition, sourceHandle: "no", target: ids.goal });
    const withoutWait = edit.remove(both, new Set([ids.wait]));
    expect(graphOf(withoutWait).line(ids.condition, "yes")).toBeUndefined();
    expect(graphOf(withoutWait).line(ids.condition, "no")?.target).toBe(ids.goal);
  });

  test("a condition forgets the email it asked about", () => {
    const { flow, ids } = aFlow();
    expect(emailAsked(byId(flow, ids.condition))).toBe(ids.email);
    expect(emailAsked(byId(edit.remove(flow, new Set([ids.email])), ids.condition))).toBe("");
  });
});

describe("insertOnEdge", () => {
  const fresh = (flow: Flow, seed: number): FlowNode =>
    edit.freshNode(flow, "wait", { x: 0, y: 0 }, randomFrom(seed));

  test("leads the line to the new node and its first path to where the line led", () => {
    fc.assert(
      fc.property(anyFlow(), fc.nat(), fc.nat(), (flow, a, seed) => {
        const edge = flow.edges[a % flow.edges.length];
        if (!edge) return;
        const node = fresh(flow, seed);
        const after = edit.insertOnEdge(flow, edge.id, node);
        expect(after.edges).toHaveLength(flow.edges.length + 1);
        expect(graphOf(after).line(edge.source, edge.sourceHandle)?.target).toBe(node.id);
        expect(graphOf(after).line(node.id, "next")?.target).toBe(edge.target);
      }),
    );
  });

  test("covers no card, and moves nothing but what follows, straight down", () => {
    fc.assert(
      fc.property(anyFlow(), fc.nat(), fc.nat(), (flow, a, seed) => {
        const edge = flow.edges[a % flow.edges.length];
        if (!edge) return;
        const node = fresh(flow, seed);
        const after = edit.insertOnEdge(flow, edge.id, node);
        const placed = byId(after, node.id);
        expect(after.nodes.filter((one) => one !== placed && overlap(one.position, placed.position))).toEqual(
          [],
        );
        const following = reachableFrom(flow, [edge.target]);
        for (const before of flow.nodes) {
          const { position } = byId(after, before.id);
          expect(position.x).toBe(before.position.x);
          if (!following.has(before.id) || before.id === edge.source)
            expect(position.y).toBe(before.position.y);
          else expect(position.y).toBeGreaterThanOrEqual(before.position.y);
        }
      }),
    );
  });

  test("in a column, everything below moves down by one row", () => {
    const { flow, ids } = drawn("trigger > email > end");
    const edge = flow.edges[0];
    const after = edit.insertOnEdge(flow, edge?.id ?? "", fresh(flow, 7));
    const ys = [ids.trigger, after.nodes.at(-1)?.id ?? "", ids.email, ids.end].map(
      (id) => byId(after, id).position.y,
    );
    expect(ys).toEqual([0, ROW_PX, 2 * ROW_PX, 3 * ROW_PX]);
  });

  test("an End put on a line ends it; a trigger cannot be put on a line", () => {
    const { flow, ids } = drawn("trigger > email");
    const edge = flow.edges[0]?.id ?? "";
    const ended = edit.insertOnEdge(flow, edge, edit.freshNode(flow, "end", { x: 0, y: 0 }));
    expect(graphOf(ended).out(ids.trigger)[0]?.target).toBe(ended.nodes.at(-1)?.id);
    expect(graphOf(ended).into(ids.email)).toEqual([]);
    expect(edit.insertOnEdge(flow, edge, edit.freshNode(flow, "trigger", { x: 0, y: 0 }))).toBe(flow);
    expect(edit.insertOnEdge(flow, "nothing", fresh(flow, 1))).toBe(flow);
  });
});

describe("appendTo", () => {
  test("hangs a node on an open path, under its node and to the side of its path", () => {
    const { flow, ids } = drawn("trigger > condition");
    const add = (from: Flow, exit: string) =>
      edit.appendTo(
        from,
        ids.condition,
        exit,
        edit.freshNode(from, "wait", placeAfter(from, ids.condition, exit)),
      );
    const yes = add(flow, "yes");
    const both = add(yes, "no");
    const [left, right] = both.nodes.slice(-2).map((node) => node.position);
    const { x, y } = byId(flow, ids.condition).position;
    expect(left?.x).toBeLessThan(x);
    expect(right?.x).toBeGreaterThan(x);
    expect([left?.y, right?.y]).toEqual([y + ROW_PX, y + ROW_PX]);
    expect(overlap(left ?? { x, y }, right ?? { x, y })).toBe(false);
  });

  test("on a path that already leads somewhere, the node goes in between", () => {
    const { flow, ids } = drawn("trigger > email");
    const node = edit.freshNode(flow, "wait", { x: 0, y: 0 });
    const after = edit.appendTo(flow, ids.trigger, "next", node);
    expect(graphOf(after).line(ids.trigger, "next")?.target).toBe(node.id);
    expect(graphOf(after).line(node.id, "next")?.target).toBe(ids.email);
  });

  test("adds nothing when the path or the node is not there", () => {
    const { flow, ids } = drawn("trigger > email > end");
    const node = edit.freshNode(flow, "wait", { x: 0, y: 0 });
    expect(edit.appendTo(flow, ids.end, "next", node)).toBe(flow);
    expect(edit.appendTo(flow, "nobody", "next", node)).toBe(flow);
  });
});

describe("duplicate", () => {
  test("copies the nodes and the lines among them, and leaves the originals alone", () => {
    fc.assert(
      fc.property(anyFlow(), fc.nat(), fc.nat(), (flow, bits, seed) => {
        const ids = subset(flow, bits);
        const after = edit.duplicate(flow, ids, randomFrom(seed));
        const originals = flow.nodes.filter((node) => ids.has(node.id));
        expect(after.nodes.slice(0, flow.nodes.length)).toEqual(flow.nodes);
        expect(after.edges.slice(0, flow.edges.length)).toEqual(flow.edges);
        const copies = after.nodes.slice(flow.nodes.length);
        expect(copies.map((node) => node.type)).toEqual(originals.map((node) => node.type));
        const copyOf = new Map(originals.map((node, at) => [node.id, copies[at]?.id ?? ""]));
        const inner = flow.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target));
        expect(after.edges.slice(flow.edges.length).map(({ id: _, ...edge }) => edge)).toEqual(
          inner.map(({ id: _, source, target, ...edge }) => ({
            ...edge,
            source: copyOf.get(source),
            target: copyOf.get(target),
          })),
        );
        originals.forEach((node, at) => {
          const references = (one: FlowNode | undefined) =>
            one ? (definitionFor(one.type).references?.(one.data) ?? []) : [];
          expect(references(copies[at])).toEqual(references(node).map((id) => copyOf.get(id) ?? id));
        });
      }),
    );
  });

  test("covers no card", () => {
    const { flow, ids } = aFlow();
    const after = edit.duplicate(flow, new Set([ids.email, ids.condition, ids.wait]));
    const cards = after.nodes.map((node) => node.position);
    cards.forEach((card, at) => {
      expect(cards.slice(at + 1).some((other) => overlap(card, other))).toBe(false);
    });
  });
});

describe("limits", () => {
  const full = (): Flow => ({
    ...emptyFlow(),
    nodes: Array.from({ length: MOST_NODES }, (_, at) => ({
      id: `n${at}`,
      type: "wait",
      position: { x: 0, y: at * CARD_HEIGHT_PX },
      data: { forMs: 60_000 },
    })),
    edges: [{ id: "line", source: "n0", sourceHandle: "next", target: "n1" }],
  });

  test("a full drawing takes no further step", () => {
    const flow = full();
    const node = edit.freshNode(flow, "end", { x: 0, y: 0 });
    expect(edit.addNode(flow, node)).toBe(flow);
    expect(edit.appendTo(flow, "n5", "next", node)).toBe(flow);
    expect(edit.insertOnEdge(flow, "line", node)).toBe(flow);
    expect(edit.duplicate(flow, new Set(["n3"]))).toBe(flow);
  });

  test("a position that is no place is ignored, and one too far away is brought back", () => {
    const { flow, ids } = drawn("trigger");
    expect(edit.move(flow, { [ids.trigger]: { x: Number.NaN, y: 0 } })).toBe(flow);
    const far = edit.move(flow, { [ids.trigger]: { x: 5e9, y: -5e9 } });
    expect(byId(far, ids.trigger).position).toEqual({ x: 1e6, y: -1e6 });
  });
});

test("a fresh id is short, says its type, and is never taken", () => {
  let flow = emptyFlow();
  for (let count = 0; count < 50; count++) {
    flow = edit.addNode(
      flow,
      edit.freshNode(flow, "email", { x: 0, y: 0 }, () => 0),
    );
  }
  expect(flow.nodes).toHaveLength(50);
  expect(flow.nodes[0]?.id).toBe("email-aaaa");
  expect(edit.freshNode(flow, "wait", { x: 0, y: 0 }, randomFrom(3)).id).toMatch(/^wait-[a-z0-9]{4}$/);
});

describe("settings that bring other paths", () => {
  const step = (id: string): FlowNode => ({
    id,
    type: "wait",
    position: { x: 0, y: 0 },
    data: { forMs: 60_000 },
  });
  const flow: Flow = {
    ...emptyFlow(),
    nodes: ["w", "a", "b"].map(step),
    edges: [{ id: "w-next", source: "w", sourceHandle: "next", target: "a" }],
  };
  const configured = (from: Flow, until?: object) => edit.configure(from, "w", waitSettings.parse({ until }));
  const lines = ({ edges }: Flow) => edges.map(({ id, target }) => `${id} > ${target}`);
  const event = { kind: "event", event: "purchase" };

  test("keep what followed: the old path's line moves to the first new one, and back", () => {
    const both = edit.connect(configured(flow, event), { source: "w", sourceHandle: "timeout", target: "b" });
    expect(lines(both)).toEqual(["w-happened > a", "w-timeout > b"]);
    expect(lines(configured(both))).toEqual(["w-next > a"]);
  });

  test("leave the line of a path that stays where it is", () => {
    const missed = configured(flow, { kind: "day", past: "missed" });
    expect(missed.edges).toBe(flow.edges);
    const drawn = edit.connect(missed, { source: "w", sourceHandle: "missed", target: "b" });
    expect(lines(configured(drawn, event))).toEqual(["w-happened > a", "w-timeout > b"]);
    expect(lines(configured(drawn, { kind: "day" }))).toEqual(["w-next > a"]);
  });
});

test("settings of the same content and the same entry rule are no change", () => {
  fc.assert(
    fc.property(anyFlow(), anyEntry, (flow, entry) => {
      for (const node of flow.nodes)
        expect(edit.configure(flow, node.id, structuredClone(node.data))).toBe(flow);
      const once = edit.setEntry(flow, entry);
      expect(once.entry).toEqual(entry);
      expect(edit.setEntry(once, structuredClone(entry))).toBe(once);
    }),
  );
});
