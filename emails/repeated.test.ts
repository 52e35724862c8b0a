import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "@/lib/json";
import { compiledEmail } from "@/lib/mail/compiled";
import { type Body, body as bodyDocument, isWebAddress, MOST_ITEMS } from "@/lib/mail/document";
import { fillEmail } from "@/lib/mail/fill";
import { each, end, placeholder, when } from "@/lib/mail/tokens";
import { compileEmail } from "./compile";

const merge = (path: string, more: { fallback?: string; as?: "money" } = {}) => ({
  type: "merge" as const,
  path,
  fallback: "",
  ...more,
});
const text = (words: string) => ({ type: "text" as const, text: words });

const cart: Body = bodyDocument.parse([
  {
    type: "repeat",
    list: "event.items",
    most: 3,
    more: "… and more",
    content: [
      {
        type: "row",
        picture: "item.image",
        content: [{ ...merge("item.name", { fallback: "Something" }), link: { path: "item.url" } }],
        aside: [merge("item.price", { as: "money" })],
      },
    ],
  },
  { type: "button", label: "Back to your cart", link: { path: "event.cartUrl" } },
]);

const compiled = await compileEmail({ kind: "service", subject: [text("Hi")], preview: [], body: cart });
const contact = { name: "Anna", firstName: null, email: "anna@example.org", fields: {} };

function fill(event: Record<string, JsonValue>, email = compiled) {
  const asked: string[] = [];
  const filled = fillEmail(
    email,
    { contact, event },
    {
      link: (key, target) => {
        asked.push(`${key} ${target}`);
        return target;
      },
      pixelUrl: null,
      unsubscribeUrl: null,
      postalAddress: "",
    },
  );
  return { ...filled, asked };
}
const shoes = {
  name: "Shoes",
  price: 8_900,
  url: "https://shop.example/shoes",
  image: "https://shop.example/s.png",
};
const socks = { name: "Socks & more", price: 1_450, url: "https://shop.example/socks" };
const cartUrl = "https://shop.example/cart";

test("compiles to what its schema says", () => {
  expect(compiledEmail.parse(compiled)).toEqual(compiled);
  expect(compiled.lists).toEqual([{ path: "event.items", most: 3 }]);
  expect(compiled.pictures).toEqual(["item.image"]);
});

test("an email without a list keeps the hash it had before there were lists", async () => {
  const plain = await compileEmail({ kind: "service", subject: [text("Hi")], preview: [], body: [] });
  expect(Object.keys(plain)).toEqual([
    "hash",
    "kind",
    "subject",
    "preview",
    "html",
    "text",
    "slots",
    "links",
  ]);
});

test("each item is printed in its order, with its own words, price, picture and link", () => {
  const { html, text: plain, links, problems } = fill({ items: [shoes, socks], cartUrl, currency: "EUR" });
  expect(plain).toBe(`- Shoes: https://shop.example/shoes
  €89.00
- Socks & more: https://shop.example/socks
  €14.50

Back to your cart: https://shop.example/cart`);
  expect(html).toContain("Socks &amp; more");
  expect(html.match(/<img/g)).toHaveLength(1);
  expect(html).toContain('src="https://shop.example/s.png"');
  const ofItems = compiled.links[0]?.key;
  expect(links).toEqual([
    { key: compiled.links[1]?.key, url: cartUrl },
    { key: ofItems, url: "https://shop.example/shoes" },
    { key: ofItems, url: "https://shop.example/socks" },
  ]);
  expect(problems).toEqual([]);
});

test("two items with the same address share one link", () => {
  const { links } = fill({ items: [shoes, shoes], cartUrl });
  expect(links.map(({ url }) => url)).toEqual([cartUrl, shoes.url]);
});

test.each<[string, Record<string, JsonValue>]>([
  ["no list", {}],
  ["an empty list", { items: [] }],
  ["a text", { items: "shoes" }],
  ["an object", { items: { name: "Shoes" } }],
  ["a number", { items: 7 }],
  ["nothing that could be an item", { items: [null, [], ""] }],
])("%s prints nothing, and leaves no hole", (_, event) => {
  const { html, text: plain, links, problems } = fill({ ...event, cartUrl });
  expect(plain).toBe("Back to your cart: https://shop.example/cart");
  expect(html).not.toMatch(/and more|Something/);
  expect(links).toHaveLength(1);
  expect(problems).toEqual([]);
});

test("a long list is cut off, and says so", () => {
  const items = Array.from({ length: 1_000 }, (_, nth) => ({ ...socks, name: `Item ${nth}` }));
  const { html, text: plain } = fill({ items, cartUrl });
  expect(html.match(/Item \d+/g)).toEqual(["Item 0", "Item 1", "Item 2"]);
  expect(plain).toContain("Item 2: https://shop.example/socks\n… and more\n\nBack to your cart");
  expect(fill({ items: items.slice(0, 3), cartUrl }).html).not.toContain("and more");
});

test("texts are items, too", async () => {
  const list = await compileEmail({
    kind: "service",
    subject: [],
    preview: [],
    body: bodyDocument.parse([
      {
        type: "repeat",
        list: "event.tags",
        content: [{ type: "paragraph", content: [merge("item"), text("!")] }],
      },
    ]),
  });
  expect(fill({ tags: ["red", 7, "  blue "] }, list).text).toBe("red!\n\n7!\n\nblue!");
});

test("two lists in one email do not mix, and a detail of the event stands in both", async () => {
  const paragraph = (...content: object[]) => ({ type: "paragraph", content });
  const both = await compileEmail({
    kind: "service",
    subject: [],
    preview: [],
    body: bodyDocument.parse([
      {
        type: "repeat",
        list: "event.a",
        content: [paragraph(merge("item.name"), text(" of "), merge("event.shop"))],
      },
      {
        type: "repeat",
        list: "event.b",
        content: [paragraph(merge("item.name"), text(" at "), merge("event.shop"))],
      },
    ]),
  });
  const event = { a: [{ name: "1" }], b: [{ name: "2" }, { name: "3" }], shop: "Berg" };
  expect(fill(event, both).text).toBe("1 of Berg\n\n2 at Berg\n\n3 at Berg");
});

describe("money", () => {
  const priced = (
    price: JsonValue,
    more: Record<string, JsonValue> = {},
    event: Record<string, JsonValue> = {},
  ) =>
    fill({ items: [{ name: "x", price, ...more }], ...event })
      .text.split("\n")[1]
      ?.trim() ?? "";

  test.each<[JsonValue, Record<string, JsonValue>, Record<string, JsonValue>, string]>([
    [4_990, {}, { currency: "EUR" }, "€49.90"],
    [4_990, { currency: "USD" }, { currency: "EUR" }, "$49.90"],
    [4_990, {}, { currency: "jpy" }, "¥4,990"],
    [0, {}, { currency: "EUR" }, "€0.00"],
    [-500, {}, { currency: "EUR" }, "-€5.00"],
    ["49,90 €", {}, {}, "49,90 €"],
    [4_990, {}, {}, ""],
    [4_990, {}, { currency: "shells" }, ""],
    [49.9, {}, { currency: "EUR" }, ""],
    [1e300, {}, { currency: "EUR" }, ""],
    [{ amount: 4_990 }, {}, { currency: "EUR" }, ""],
  ])("%j of %j in %j is printed as “%s”", (price, item, event, printed) => {
    expect(priced(price, item, event)).toBe(printed);
  });
});

const MARKS = [placeholder("unsubscribe"), each(0), when("pixel"), end, "\uFDD0", "\0", "\ud83d", "\u202e"];
const TAGS = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onx='1",
  "<!-- -->",
  "&lt;",
  "$&",
];
const ADDRESSES = [
  "javascript:alert(1)",
  "data:text/html,x",
  "//evil.example",
  "https://user:pw@evil.example/",
  'https://shop.example/"><script>',
  "https://shop.example/ok?a=1&b=2",
  "mailto:a@example.org",
];
const words = fc
  .array(fc.oneof(fc.constantFrom(...MARKS, ...TAGS, ...ADDRESSES), fc.string({ maxLength: 6 })), {
    maxLength: 4,
  })
  .map((pieces) => pieces.join(""));
const value: fc.Arbitrary<JsonValue> = fc.oneof(
  words,
  fc.constantFrom(...ADDRESSES),
  fc.jsonValue() as fc.Arbitrary<JsonValue>,
);
const item: fc.Arbitrary<JsonValue> = fc.oneof(
  value,
  fc.dictionary(
    fc.constantFrom("name", "price", "url", "image", "currency", "__proto__", "constructor", "toString"),
    value,
  ),
  // What JSON.parse makes of a hostile body: an own property of that name.
  words.map((name) => JSON.parse(`{"__proto__":{"name":${JSON.stringify(name)}}}`) as JsonValue),
);

test("whatever items hold, the email stays as its author drew it", () => {
  // All that an item may bring: words, a price, a picture, a link.
  const allowed = shapesOf(fill({ items: [shoes, socks], cartUrl, currency: "EUR" }).html);
  fc.assert(
    fc.property(fc.array(item, { maxLength: 6 }), value, (items, currency) => {
      const { html, text: plain, links, asked } = fill({ items, currency, cartUrl });
      expect(html + plain).not.toMatch(/[\uFDD0-\uFDEF\0\u202e]/);
      expect((html + plain).isWellFormed()).toBe(true);
      for (const shape of shapesOf(html)) expect([...allowed]).toContain(shape);
      for (const [, address = ""] of html.matchAll(/(?:href|src)="([^"]*)"/g)) {
        const plainly = address.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#39;", "'");
        expect(isWebAddress(plainly) || /^(mailto|tel):/i.test(plainly)).toBe(true);
      }
      // Each link that was asked for an address has its row, and no row is there twice.
      const rows = links.map(({ key, url }) => `${key} ${url}`);
      expect(new Set(rows).size).toBe(rows.length);
      expect(new Set(asked)).toEqual(new Set(rows));
    }),
    { numRuns: 300 },
  );
  expect(({} as Record<string, unknown>).name).toBeUndefined();
});

/** Every element of a mail without what stands in its attributes. */
const shapesOf = (html: string): Set<string> =>
  new Set([...html.matchAll(/<[a-z!/][^>]*>/gi)].map(([element]) => element.replace(/="[^"]*"/g, "")));

test("a list prints at most twenty items, even where the document says more", () => {
  const repeat = { type: "repeat", list: "event.items", content: [{ type: "divider" }] };
  expect(bodyDocument.safeParse([{ ...repeat, most: MOST_ITEMS + 1 }]).success).toBe(false);
  expect(bodyDocument.safeParse([{ ...repeat, list: "contact.name" }]).success).toBe(false);
  expect(bodyDocument.safeParse([{ ...repeat, list: "item.parts" }]).success).toBe(false);
  expect(bodyDocument.safeParse([{ ...repeat, content: [repeat] }]).success).toBe(false);
  expect(bodyDocument.safeParse([{ ...repeat, content: [] }]).success).toBe(false);
  expect(bodyDocument.safeParse([repeat]).success).toBe(true);
});
