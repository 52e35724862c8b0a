import type { Flow, FlowNode } from "@/lib/flow/flow";

type Rule = Extract<FlowNode, { type: "condition" }>["data"]["rule"];
export type Test = Rule["groups"][number]["tests"][number];

/** A step without its id, and where its paths lead. */
export type Sketch = { node: (id: string) => FlowNode; exits: Record<string, string | undefined> };

const position = { x: 0, y: 0 };
const form = { title: "", text: "", button: "Go", askName: false, consent: "Yes", thanks: "" };

export const trigger = (next?: string): Sketch => ({
  node: (id) => ({ id, type: "trigger", position, data: { on: "form", event: "", form } }),
  exits: { next },
});

export const wait = (forMs: number, next?: string): Sketch => ({
  node: (id) => ({ id, type: "wait", position, data: { forMs } }),
  exits: { next },
});

type Wait = Extract<FlowNode, { type: "wait" }>["data"];

/** A wait by its `until`, and where its paths lead. */
export const waitUntil = (until: NonNullable<Wait["until"]>, exits: Record<string, string> = {}): Sketch => ({
  node: (id) => ({ id, type: "wait", position, data: { forMs: 1, until } }),
  exits,
});

export const email = (next?: string): Sketch => ({
  node: (id) => ({
    id,
    type: "email",
    position,
    data: { kind: "marketing", reason: "", subject: [], preview: [], body: [] },
  }),
  exits: { next },
});

export const end = (reason = ""): Sketch => ({
  node: (id) => ({ id, type: "end", position, data: { reason } }),
  exits: {},
});

type GoalWish = { product?: string; atLeast?: number; waitMs?: number; otherwise?: "continue" | "end" };

export const goal = (wish: GoalWish, next?: string): Sketch => ({
  node: (id) => ({
    id,
    type: "goal",
    position,
    data: { product: "", atLeast: null, currency: "EUR", waitMs: 0, otherwise: "continue", ...wish },
  }),
  exits: { next },
});

/** Groups of tests under `match`; each group's own match comes first. */
export const condition = (
  patienceMs: number,
  match: "all" | "any",
  groups: ["all" | "any", ...Test[]][],
  yes?: string,
  no?: string,
): Sketch => ({
  node: (id) => ({
    id,
    type: "condition",
    position,
    data: { patienceMs, rule: { match, groups: groups.map(([own, ...tests]) => ({ match: own, tests })) } },
  }),
  exits: { yes, no },
});

export const opened = (mail: string, not = false): Test => ({ test: "opened", email: mail, not });
export const clicked = (mail: string, link: string | null = null, not = false): Test => ({
  test: "clicked",
  email: mail,
  link,
  not,
});
export const purchased = (product = "", not = false): Test => ({
  test: "purchased",
  product,
  atLeast: null,
  currency: "EUR",
  not,
});

/** A flow drawn as `{ in: trigger("w"), w: wait(10) }`. */
export function sketch(steps: Record<string, Sketch>): Flow {
  const drawn = Object.entries(steps);
  return {
    nodes: drawn.map(([id, step]) => step.node(id)),
    edges: drawn.flatMap(([source, step]) =>
      Object.entries(step.exits).flatMap(([sourceHandle, target]) =>
        target ? [{ id: `${source}-${sourceHandle}`, source, sourceHandle, target }] : [],
      ),
    ),
    entry: { rule: "once" },
  };
}
