import { describe, expect, test } from "vitest";
import { aFact, aHistory, aPlace, aWorkspace, aWorld } from "../sample-world";
import { trigger, triggerSettings } from "./definition";

const form = triggerSettings.parse({});
const event = triggerSettings.parse({ on: "event", event: "cart.updated" });
const here = (formId: string | null) => ({ formId, funnelId: "funnel", nodeId: "t" });
const sent = (formId: string) => aFact("form.submitted", 0, { properties: { formId } });

describe("enters", () => {
  test("by the funnel's own form, and by no other", () => {
    expect(trigger.enters(form, sent("f1"), here("f1"))).toBe(true);
    expect(trigger.enters(form, sent("f2"), here("f1"))).toBe(false);
    expect(trigger.enters(form, sent("f1"), here(null))).toBe(false);
    expect(trigger.enters(form, aFact("purchase", 0), here("f1"))).toBe(false);
  });

  test("by an event of that name", () => {
    expect(trigger.enters(event, aFact("cart.updated", 0), here(null))).toBe(true);
    expect(trigger.enters(event, aFact("cart.updated.twice", 0), here(null))).toBe(false);
    expect(trigger.enters(event, sent("f1"), here("f1"))).toBe(false);
  });

  test("by nothing while no event is named", () => {
    const unnamed = triggerSettings.parse({ on: "event" });
    expect(trigger.enters(unnamed, aFact("", 0), here(null))).toBe(false);
    expect(trigger.startsOn(unnamed)).toBe("");
  });
});

test("what starts it has a name", () => {
  expect(trigger.startsOn(form)).toBe("form.submitted");
  expect(trigger.startsOn(event)).toBe("cart.updated");
});

test("people leave it at once, and the event that brought them is kept", () => {
  const world = aWorld(aHistory({ entry: sent("f1") }), 5);
  expect(trigger.visit(form, aPlace(0), world)).toEqual({
    answer: "leave",
    by: "next",
    because: {
      v: 1,
      why: "entered",
      items: [{ topic: "event:form.submitted", factId: "form.submitted-0", at: 0 }],
    },
  });
});

test("its sentence and its issues", () => {
  expect(trigger.summary(form)).toBe("When someone sends the form");
  expect(trigger.summary(event)).toBe("When “cart.updated” happens");
  expect(trigger.summary(triggerSettings.parse({ on: "event" }))).toBe("Choose the event that starts this");
  expect(trigger.issues(form, aWorkspace())).toEqual([]);
  expect(trigger.issues(triggerSettings.parse({ on: "event" }), aWorkspace())).toEqual([
    { level: "blocks", message: "Name the event that starts the funnel, for example “cart.updated”." },
  ]);
  expect(trigger.issues(triggerSettings.parse({ form: { consent: " " } }), aWorkspace())).toEqual([
    { level: "blocks", message: "Write the sentence that people agree to on the form." },
  ]);
});
