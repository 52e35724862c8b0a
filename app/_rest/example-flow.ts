/** A small flow that can be published as it is: a form, an email, and a goal. */
export const exampleFlow = {
  nodes: [
    { id: "start", type: "trigger", position: { x: 0, y: 0 }, data: { on: "form" } },
    {
      id: "welcome",
      type: "email",
      position: { x: 0, y: 160 },
      data: {
        subject: [
          { type: "text", text: "Welcome, " },
          { type: "merge", path: "contact.firstName", fallback: "friend" },
        ],
        body: [
          { type: "paragraph", content: [{ type: "text", text: "Here is your first lesson." }] },
          { type: "button", label: "Open the lesson", link: "https://example.org/lesson" },
        ],
      },
    },
    { id: "bought", type: "goal", position: { x: 0, y: 320 }, data: {} },
  ],
  edges: [
    { id: "start-next", source: "start", sourceHandle: "next", target: "welcome" },
    { id: "welcome-next", source: "welcome", sourceHandle: "next", target: "bought" },
  ],
  entry: { rule: "once" },
};
