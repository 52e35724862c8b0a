import fc from "fast-check";
import { expect, test } from "vitest";
import { allLinks } from "@/lib/mail/links";
import { definitions } from "@/lib/nodes/definitions";
import { goalSettings } from "@/lib/nodes/goal/settings";
import { clicked, clickedTest } from "@/lib/rules/kinds/clicked";
import { anyFlow } from "./arbitrary";
import { configure } from "./edit";
import type { FlowNode } from "./flow";
import { nameOf, namesOf } from "./names";
import { byId, drawn } from "./sample-flow";

test("a step is called by its name, or by its type and ordinal", () => {
  const { flow } = drawn("trigger > email > wait > email > wait > end");
  const second = byId(flow, "email-3");
  const named = configure(flow, second.id, { ...second.data, name: "Last call" });
  const names = (one: typeof flow) => one.nodes.map((node) => nameOf(one, node.id));
  expect(names(flow)).toEqual(["Trigger 1", "Email 1", "Wait 1", "Email 2", "Wait 2", "End 1"]);
  expect(names(named)).toEqual(["Trigger 1", "Email 1", "Wait 1", "Last call", "Wait 2", "End 1"]);
});

test("an empty name is no name, and a step that is gone is said to be", () => {
  const { flow } = drawn("trigger > email");
  const email = byId(flow, "email-1");
  expect(nameOf(configure(flow, email.id, { ...email.data, name: "" }), email.id)).toBe("Email 1");
  expect(nameOf(flow, "constructor")).toBe("a removed step");
  expect(namesOf(flow).node("email-1")).toBe("Email 1");
});

test("a link is called by its words, shortened; one that is gone is only that link", () => {
  const { flow } = drawn("trigger > email > condition");
  const { data, id } = byId(flow, "email-1") as FlowNode<"email">;
  const button = (label: string) =>
    configure(flow, id, { ...data, body: [{ type: "button", label, link: "https://example.org/book" }] });
  const key = allLinks((byId(button("Get the book"), id) as FlowNode<"email">).data.body)[0]?.key ?? "";
  const asked = clickedTest.parse({ test: "clicked", email: id, link: key });
  const goal = goalSettings.parse({ what: "link", email: id, link: key });
  const says = (one: typeof flow) => clicked.say(asked, namesOf(one));
  expect(says(button("Get the book"))).toBe("clicked “Get the book” in “Email 1”");
  expect(definitions.goal.summary(goal, namesOf(button("Get the book")))).toBe(
    "Clicks “Get the book” in “Email 1”",
  );
  expect(says(button("A very long text that nobody would put on a button"))).toBe(
    "clicked “A very long text that nobody would put…” in “Email 1”",
  );
  expect(says(configure(flow, id, { ...data, body: [] }))).toBe("clicked that link in “Email 1”");
});

test("two steps without names of their own are never called the same", () => {
  fc.assert(
    fc.property(anyFlow(), (flow) => {
      const names = flow.nodes.filter((node) => !node.data.name).map((node) => nameOf(flow, node.id));
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});
