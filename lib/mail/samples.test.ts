import { expect, test } from "vitest";
import type { Body } from "./document";
import { valueAt } from "./merge";
import { pathsOf, sampleValues, type Written } from "./samples";

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
    "event.cart.total": "118.00",
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

test("a list has two items, an amount its currency, and the total is what they make together", () => {
  const row = {
    type: "row" as const,
    picture: "item.image",
    content: [tag("item.name"), tag("item.quantity")],
    aside: [{ ...tag("item.price"), as: "money" as const }],
  };
  const list: Written = {
    subject: [],
    preview: [],
    body: [
      { type: "repeat", list: "event.cart.lines", most: 10, more: "", content: [row] },
      { type: "paragraph", content: [tag("event.value"), { ...tag("event.cart.sum"), as: "money" }] },
    ],
  };
  const values = sampleValues(list, {}, { picture: "https://example.org/a.png" });
  expect(values.event).toEqual({
    currency: "EUR",
    value: "€118.00",
    cart: {
      sum: 11_800,
      lines: [
        { name: "Walking shoes", quantity: "1", price: 8_900, image: "https://example.org/a.png" },
        { name: "Wool socks", quantity: "2", price: 1_450, image: "https://example.org/a.png" },
      ],
    },
  });
  expect(valueAt(values, "event.cart.sum", "money")).toBe("€118.00");
  expect(sampleValues(list).event).toHaveProperty(["cart", "lines", 0], {
    name: "Walking shoes",
    quantity: "1",
    price: 8_900,
  });
});
