import { appendTo, configure, freshNode } from "@/lib/flow/edit";
import { emptyFlow, type Flow } from "@/lib/flow/flow";
import { placeAfter, tidy } from "@/lib/flow/layout";
import { definitions, type NodeType, type SettingsOf } from "@/lib/nodes/definitions";

const DAY_MS = 86_400_000;

/** A number generator that always begins alike, so that a reload draws the same ids. */
function seeded(): () => number {
  let state = 7;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** A course launch of nine steps, a chain of `steps`, or nothing (0). */
export function sampleFlow(steps: number): Flow {
  const random = seeded();
  let flow = emptyFlow();
  const put = <T extends NodeType>(
    type: T,
    settings: Partial<SettingsOf<T>>,
    after?: { id: string; exit: string },
  ): string => {
    const at = after ? placeAfter(flow, after.id, after.exit) : { x: 0, y: 0 };
    const node = freshNode(flow, type, at, random);
    flow = after ? appendTo(flow, after.id, after.exit, node) : { ...flow, nodes: [...flow.nodes, node] };
    flow = configure(flow, node.id, { ...definitions[type].initial(), ...settings } as SettingsOf<NodeType>);
    return node.id;
  };
  if (steps === 0) return flow;
  const next = (id: string, exit = "next") => ({ id, exit });
  const start = put("trigger", {});
  if (steps > 9) {
    let last = start;
    for (let count = 1; count < steps; count++) {
      last = put(count % 2 ? "email" : "wait", {}, next(last));
    }
    return flow;
  }
  const welcome = put(
    "email",
    {
      name: "Welcome",
      subject: [
        { type: "text", text: "Welcome to the sourdough course, " },
        { type: "merge", path: "contact.firstName", fallback: "friend" },
      ],
      preview: [{ type: "text", text: "Your first loaf is three days away" }],
      body: [
        { type: "heading", level: 1, content: [{ type: "text", text: "Good that you are here" }] },
        {
          type: "paragraph",
          content: [
            { type: "text", text: "Hello " },
            { type: "merge", path: "contact.firstName", fallback: "friend" },
            { type: "text", text: ", this is " },
            { type: "text", text: "lesson one", bold: true },
            { type: "text", text: ". You can " },
            { type: "text", text: "read about the flour", link: "https://example.org/flour" },
            { type: "text", text: " before we begin." },
          ],
        },
        {
          type: "list",
          ordered: false,
          items: [
            [{ type: "text", text: "Feed your starter" }],
            [{ type: "text", text: "Weigh, do not guess" }],
          ],
        },
        { type: "button", label: "Watch the first lesson", link: "https://example.org/lesson-1" },
        { type: "divider" },
        { type: "quote", content: [{ type: "text", text: "Bread is patience that you can eat." }] },
      ],
    },
    next(start),
  );
  const pause = put("wait", { forMs: 2 * DAY_MS }, next(welcome));
  const clicked = put(
    "condition",
    {
      rule: {
        match: "all",
        groups: [{ match: "all", tests: [{ test: "clicked", email: welcome, link: null, not: false }] }],
      },
    },
    next(pause),
  );
  const goal = put("goal", { product: "Sourdough course", atLeast: 4900 }, next(clicked, "yes"));
  const reminder = put("wait", { forMs: DAY_MS }, next(clicked, "no"));
  const second = put(
    "email",
    { subject: [{ type: "text", text: "Grüße aus der Backstube: Ihr Sauerteig-Anfängerkurs wartet 🥖" }] },
    next(reminder),
  );
  put("end", { reason: "Not interested this time" }, next(second));
  void goal;
  return tidy(flow);
}
