import { expect, test } from "vitest";
import { sayHappening, sayItsDetails } from "./say-happening";

const event = (name: string, properties = {}, more = {}) => ({
  name,
  properties,
  value: null,
  currency: null,
  ...more,
});

test.each([
  [
    event("purchase", { product: "Course" }, { value: 4_900, currency: "EUR" }),
    "Pretend I bought",
    "“Course” for €49.00",
  ],
  [
    event("form.submitted", { formId: "0" }, { about: "Guide" }),
    "Pretend I sent the form of “Guide”",
    undefined,
  ],
  [event("form.submitted"), "Pretend I sent a form", undefined],
  [event("tag.added", { tag: "vip" }), "Pretend I got the tag “vip”", undefined],
  [
    event("lesson.done", { cart: { plan: "pro" }, course: 7 }),
    "Pretend “lesson.done” happened",
    "cart.plan: pro · course: 7",
  ],
  [event("lesson.done"), "Pretend “lesson.done” happened", undefined],
])("%j", (given, said, details) => {
  expect([sayHappening(given), sayItsDetails(given)]).toEqual([said, details]);
});
