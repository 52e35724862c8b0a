import { expect, test } from "vitest";
import { addNode, appendTo, configure, disconnect, freshNode, move, setEntry } from "@/lib/flow/edit";
import { emptyFlow, type Flow } from "@/lib/flow/flow";
import { waitSettings } from "@/lib/nodes/wait/settings";
import { sameProgram } from "./same-program";

function pair(): { flow: Flow; wait: string } {
  const trigger = freshNode(emptyFlow(), "trigger", { x: 0, y: 0 });
  const first = addNode(emptyFlow(), trigger);
  const wait = freshNode(first, "wait", { x: 0, y: 184 });
  return { flow: appendTo(first, trigger.id, "next", wait), wait: wait.id };
}

test("moving cards changes nothing for people", () => {
  const { flow, wait } = pair();
  expect(sameProgram(move(flow, { [wait]: { x: 400, y: 90 } }), flow)).toBe(true);
});

test("notes change nothing for people", () => {
  const { flow } = pair();
  expect(sameProgram(addNode(flow, freshNode(flow, "note", { x: 300, y: 0 })), flow)).toBe(true);
});

test("a copy from the server is the same, whatever the order of its keys", () => {
  const { flow } = pair();
  const copy = JSON.parse(JSON.stringify(flow)) as Flow;
  const reordered: Flow = {
    entry: copy.entry,
    edges: copy.edges.toReversed(),
    nodes: copy.nodes.toReversed().map((node) => ({
      ...node,
      data: Object.fromEntries(Object.entries(node.data).reverse()),
    })) as Flow["nodes"],
  };
  expect(sameProgram(reordered, flow)).toBe(true);
});

test("settings, lines, steps and the entry rule are what people run through", () => {
  const { flow, wait } = pair();
  const edge = flow.edges[0]?.id ?? "";
  const changes = [
    configure(flow, wait, waitSettings.parse({ forMs: 5_000 })),
    disconnect(flow, edge),
    addNode(flow, freshNode(flow, "end", { x: 0, y: 400 })),
    setEntry(flow, { rule: "per-key", property: "cartId" }),
  ];
  for (const changed of changes) expect(sameProgram(changed, flow)).toBe(false);
  expect(sameProgram(flow, null)).toBe(false);
});
