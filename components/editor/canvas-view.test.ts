import { describe, expect, test } from "vitest";
import { addNode, appendTo, configure, freshNode, insertOnEdge, move } from "@/lib/flow/edit";
import { emptyFlow, type Flow } from "@/lib/flow/flow";
import { waitSettings } from "@/lib/nodes/wait/settings";
import { createCanvasView } from "./canvas-view";

const nobody = { nodes: new Set<string>(), edges: new Set<string>() };
const sizes = new Map<string, { width: number; height: number }>();

function chain(): { flow: Flow; trigger: string; wait: string; end: string } {
  const trigger = freshNode(emptyFlow(), "trigger", { x: 0, y: 0 });
  let flow = addNode(emptyFlow(), trigger);
  const wait = freshNode(flow, "wait", { x: 0, y: 184 });
  flow = appendTo(flow, trigger.id, "next", wait);
  const end = freshNode(flow, "end", { x: 0, y: 368 });
  flow = appendTo(flow, wait.id, "next", end);
  return { flow, trigger: trigger.id, wait: wait.id, end: end.id };
}

describe("what the canvas is given", () => {
  test("a card that did not change keeps its object while another is dragged", () => {
    const { flow, trigger, wait, end } = chain();
    const view = createCanvasView();
    const before = new Map(view.nodes(flow, nobody, sizes, false).map((node) => [node.id, node]));
    const moved = move(flow, { [wait]: { x: 40, y: 184 } });
    const after = new Map(view.nodes(moved, nobody, sizes, false).map((node) => [node.id, node]));
    expect(after.get(trigger)).toBe(before.get(trigger));
    expect(after.get(end)).toBe(before.get(end));
    expect(after.get(wait)).not.toBe(before.get(wait));
    expect(after.get(wait)?.position).toEqual({ x: 40, y: 184 });
  });

  test("each card is called by its name and its sentence", () => {
    const { flow, wait } = chain();
    const settings = waitSettings.parse({ name: "A day off", forMs: 86_400_000 });
    const nodes = createCanvasView().nodes(configure(flow, wait, settings), nobody, sizes, false);
    expect(nodes.map((node) => node.ariaLabel)).toEqual([
      "Trigger 1: When someone sends the form",
      "A day off: Wait 1 day",
      "End 1: The funnel ends here",
    ]);
  });

  test("cards come in the order people do, also when one was added later in between", () => {
    const { flow, trigger, wait, end } = chain();
    const email = freshNode(flow, "email", { x: 0, y: 0 });
    const longer = insertOnEdge(flow, flow.edges[0]?.id ?? "", email);
    const ids = createCanvasView()
      .nodes(longer, nobody, sizes, false)
      .map((node) => node.id);
    expect(ids).toEqual([trigger, email.id, wait, end]);
  });

  test("under fingers only the chosen card can be dragged", () => {
    const { flow, wait } = chain();
    const view = createCanvasView();
    const draggable = (selected: string[]) =>
      view
        .nodes(flow, { nodes: new Set(selected), edges: new Set() }, sizes, true)
        .filter((node) => node.draggable !== false)
        .map((node) => node.id);
    expect(draggable([])).toEqual([]);
    expect(draggable([wait])).toEqual([wait]);
    expect(draggable([])).toEqual([]);
  });
});
