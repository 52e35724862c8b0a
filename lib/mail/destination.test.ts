import { expect, test } from "vitest";
import type { JsonValue } from "@/lib/json";
import { followable } from "./destination";
import { type Body, body as bodyDocument } from "./document";

const name = { type: "merge", path: "item.name" };
const body: Body = bodyDocument.parse([
  { type: "button", label: "Cart", link: { path: "event.cartUrl" } },
  {
    type: "repeat",
    list: "event.items",
    most: 2,
    content: [{ type: "row", picture: null, content: [{ ...name, link: { path: "item.url" } }], aside: [] }],
  },
  { type: "button", label: "Shop", link: "https://shop.example" },
  { type: "button", label: "Write", link: "mailto:a@example.org" },
]);
const labels = (event: Record<string, JsonValue>) =>
  followable(body, {
    contact: { name: null, firstName: null, email: "a@example.org", fields: {} },
    event,
  }).map(({ label }) => label);

test.each<[string, Record<string, JsonValue>, string[]]>([
  ["without items", { cartUrl: "https://shop.example/cart" }, ["Cart", "Shop"]],
  ["with an item that leads somewhere", { items: [{}, { url: "https://a.example" }] }, ["[name]", "Shop"]],
  ["where that one is not printed any more", { items: [{}, {}, { url: "https://a.example" }] }, ["Shop"]],
  ["with an address of another kind", { items: [{ url: "javascript:alert(1)" }] }, ["Shop"]],
])("what can be followed %s", (_, event, found) => {
  expect(labels(event)).toEqual(found);
});
