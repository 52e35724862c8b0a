import { expect, test } from "vitest";
import type { Body } from "./document";
import { valueAt } from "./merge";
import { pathsOf, sampleValues } from "./samples";

const tag = (path: string) => ({ type: "merge" as const, path, fallback: "" });
const body: Body = [
  {
    type: "paragraph",
    content: [tag("event.cart.total"), tag("event.cart"), tag("event.__proto__.polluted")],
  },
  { type: "list", ordered: false, items: [[tag("contact.fields.company_name")]] },
  { type: "button", label: "Go", link: { path: "event.checkoutUrl" } },
];
const written = { subject: [tag("contact.firstName")], preview: [tag("event.seminarleiter")], body };

test("a sample has something to print for every tag", () => {
  const values = sampleValues(written);
  const printed = Object.fromEntries(pathsOf(written).map((path) => [path, valueAt(values, path)]));
  expect(printed).toEqual({
    "contact.firstName": "Anna",
    "event.seminarleiter": "seminarleiter",
    "event.cart.total": "49.00",
    "event.cart": null,
    "event.__proto__.polluted": null,
    "contact.fields.company_name": "Berg & Daughters",
    "event.checkoutUrl": "https://example.org/your-cart",
  });
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

test("a real event is used as it is, gaps included", () => {
  const values = sampleValues(written, { event: { cart: { total: 12 } } });
  expect(valueAt(values, "event.cart.total")).toBe("12");
  expect(valueAt(values, "event.checkoutUrl")).toBeNull();
});
