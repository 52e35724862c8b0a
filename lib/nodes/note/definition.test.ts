import { describe, expect, test } from "vitest";
import { check } from "@/lib/flow/check";
import { addNode, appendTo, connect, duplicate, insertOnEdge } from "@/lib/flow/edit";
import { type Flow, type FlowNode, flow as flowSchema } from "@/lib/flow/flow";
import { overlap, tidy } from "@/lib/flow/layout";
import { aFlow, byId } from "@/lib/flow/sample-flow";
import { aWorkspace } from "../sample-world";
import { LONGEST_NOTE, note, noteSettings } from "./definition";

const aNote = (x: number, y: number, id = "note-1"): FlowNode<"note"> => ({
  id,
  type: "note",
  position: { x, y },
  data: { text: "Why we wait here" },
});

test("keeps a text up to its limit", () => {
  expect(noteSettings.safeParse({ text: "x".repeat(LONGEST_NOTE) }).success).toBe(true);
  expect(noteSettings.safeParse({ text: "x".repeat(LONGEST_NOTE + 1) }).error?.issues[0]?.message).toBe(
    "A note has at most 2000 characters.",
  );
  expect(note.summary({ text: "Why we wait here" })).toBe("Why we wait here");
});

describe("on the canvas", () => {
  const { flow, ids } = aFlow();
  const noted = addNode(flow, aNote(600, 184));

  test("nothing is said about it by the checks", () => {
    expect(check(noted, aWorkspace())).toEqual(check(flow, aWorkspace()));
  });

  test("no line can lead to it, drawn or sent", () => {
    const line = { source: ids.wait, sourceHandle: "next", target: "note-1" };
    expect(connect(noted, line)).toBe(noted);
    expect(insertOnEdge(flow, flow.edges[0]?.id ?? "", aNote(0, 0))).toBe(flow);
    expect(appendTo(flow, ids.goal, "next", aNote(0, 0))).toBe(flow);
    const edges = [...flow.edges.filter(({ source }) => source !== ids.wait), { id: "in", ...line }];
    expect(flowSchema.safeParse({ ...noted, edges }).error?.issues[0]?.message).toBe(
      "A line leads into a note. Notes stand beside the funnel.",
    );
  });

  test("it is copied", () => {
    const copied = duplicate(noted, new Set(["note-1"]));
    expect(copied.nodes.at(-1)?.data).toEqual({ text: "Why we wait here" });
  });

  test("tidying up keeps it beside the card it stood next to", () => {
    const from = (one: Flow) => {
      const [at, email] = [byId(one, "note-1"), byId(one, ids.email)].map(({ position }) => position);
      return { x: (at?.x ?? 0) - (email?.x ?? 0), y: (at?.y ?? 0) - (email?.y ?? 0) };
    };
    const email = byId(flow, ids.email).position;
    const moved = addNode(flow, aNote(email.x + 304, email.y));
    const apart = { ...moved, nodes: moved.nodes.map((one) => shifted(one, 1_000)) };
    expect(from(tidy(apart))).toEqual({ x: 304, y: 0 });
    const once = tidy(apart);
    expect(tidy(once)).toBe(once);
  });

  test("tidying up lays notes over nothing", () => {
    const many = Array.from({ length: 5 }, (_, n) => aNote(n * 10, 190, `note-${n}`));
    const { nodes } = tidy({ ...flow, nodes: [...flow.nodes, ...many] });
    for (const [at, { position }] of nodes.entries()) {
      expect(nodes.slice(at + 1).filter((other) => overlap(other.position, position))).toEqual([]);
    }
  });
});

const shifted = (one: FlowNode, by: number): FlowNode => ({
  ...one,
  position: { x: one.position.x + by, y: one.position.y + by },
});
