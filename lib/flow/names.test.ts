import fc from "fast-check";
import { expect, test } from "vitest";
import { anyFlow } from "./arbitrary";
import { configure } from "./edit";
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

test("two steps without names of their own are never called the same", () => {
  fc.assert(
    fc.property(anyFlow(), (flow) => {
      const names = flow.nodes.filter((node) => !node.data.name).map((node) => nameOf(flow, node.id));
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});
