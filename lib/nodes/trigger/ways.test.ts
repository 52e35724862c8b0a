import { describe, expect, test } from "vitest";
import type { Fact } from "@/lib/flow/world";
import { aFact, aWorkspace } from "../sample-world";
import { trigger, triggerSettings } from "./definition";
import { WAYS } from "./settings";

const here = { funnelId: "11111111-1111-4111-8111-111111111111", nodeId: "t", formId: "form" };
const other = "22222222-2222-4222-8222-222222222222";
const enters = (settings: unknown, name: string, more: Partial<Fact> = {}) =>
  trigger.enters(triggerSettings.parse(settings), aFact(name, 0, more), here);

describe.each<[string, unknown, [string, Partial<Fact>][], [string, Partial<Fact>][]]>([
  [
    "a tag",
    { on: "tag", tag: "vip" },
    [["tag.added", { properties: { tag: "vip" } }]],
    [
      ["tag.added", { properties: { tag: "VIP" } }],
      ["tag.removed", { properties: { tag: "vip" } }],
      ["tag.added", {}],
    ],
  ],
  [
    "any change of a field",
    { on: "field", field: { field: "plan" } },
    [["field.changed", { properties: { field: "plan", value: "pro", before: null } }]],
    [["field.changed", { properties: { field: "city", value: "pro", before: null } }]],
  ],
  [
    "a field that becomes a value",
    { on: "field", field: { field: "plan", to: "Pro" } },
    [["field.changed", { properties: { field: "plan", value: " pro ", before: "free" } }]],
    [
      ["field.changed", { properties: { field: "plan", value: "free", before: "pro" } }],
      ["field.changed", { properties: { field: "plan", value: null, before: "pro" } }],
    ],
  ],
  [
    "a field that becomes a number",
    { on: "field", field: { field: "seats", to: "3" } },
    [["field.changed", { properties: { field: "seats", value: 3 } }]],
    [["field.changed", { properties: { field: "seats", value: 30 } }]],
  ],
  [
    "a purchase",
    { on: "purchase", purchase: { product: "Course", atLeast: 5_000, currency: "EUR" } },
    [["purchase", { value: 5_000, currency: "EUR", properties: { items: [{ name: "course" }] } }]],
    [
      ["purchase", { value: 4_999, currency: "EUR", properties: { product: "Course" } }],
      ["purchase", { value: 5_000, currency: "USD", properties: { product: "Course" } }],
      ["purchase", { value: 5_000, currency: "EUR", properties: { product: "Book" } }],
    ],
  ],
  [
    "an event whose properties are looked at",
    { on: "event", event: "cart", where: [{ property: "cart.total", is: "more", value: "50" }] },
    [["cart", { properties: { cart: { total: 51 } } }]],
    [
      ["cart", { properties: { cart: { total: 50 } } }],
      ["cart", { properties: {} }],
      ["carts", { properties: { cart: { total: 51 } } }],
    ],
  ],
  [
    "a click on an address, in another funnel",
    { on: "mail", mail: { address: "mill.example/Spring" } },
    [["email.clicked", { properties: { funnelId: other, url: "https://MILL.example/spring?a=1" } }]],
    [
      ["email.clicked", { properties: { funnelId: other, url: "https://mill.example/" } }],
      ["email.clicked", { properties: { funnelId: here.funnelId, url: "https://mill.example/spring" } }],
      ["email.opened", { properties: { funnelId: other } }],
    ],
  ],
  [
    "an open of one step of one funnel",
    { on: "mail", mail: { does: "opened", funnelId: other, nodeId: "hello" } },
    [["email.opened", { properties: { funnelId: other, nodeId: "hello" } }]],
    [["email.opened", { properties: { funnelId: other, nodeId: "bye" } }]],
  ],
  [
    "a page that begins with",
    { on: "page", page: { is: "begins", address: "https://mill.example/shop/" } },
    [["page.viewed", { properties: { url: "http://mill.example/shop/shoes?size=42#top" } }]],
    [
      ["page.viewed", { properties: { url: "https://other.example/mill.example/shop" } }],
      ["page.viewed", {}],
    ],
  ],
  [
    "one page",
    { on: "page", page: { is: "is", address: "mill.example/pricing" } },
    [["page.viewed", { properties: { url: "https://mill.example/pricing/?utm=x" } }]],
    [["page.viewed", { properties: { url: "https://mill.example/pricing/teams" } }]],
  ],
  [
    "another funnel",
    { on: "funnel" },
    [["funnel.started", { properties: { funnelId: here.funnelId } }]],
    [["funnel.started", { properties: { funnelId: other } }]],
  ],
])("%s", (_, settings, starting, others) => {
  test.each(starting)("is started by %s %j", (name, more) => {
    expect(enters(settings, name, more)).toBe(true);
  });
  test.each(others)("is not started by %s %j", (name, more) => {
    expect(enters(settings, name, more)).toBe(false);
  });
});

test.each(WAYS)("%s, unfinished, blocks or starts; its sample starts it once it is finished", (on) => {
  const bare = triggerSettings.parse({ on });
  const startable = (settings: typeof bare) =>
    trigger.enters(settings, aFact("x", 0, trigger.sampleStart(settings, here)), here);
  const blocked = trigger.issues(bare, aWorkspace()).some(({ level }) => level === "blocks");
  expect(startable(bare)).toBe(!blocked);
  expect(trigger.summary(bare)).not.toBe("");
  expect(trigger.tells(bare)).toMatch(/\.$/);
});

test("a click by opens that nobody measures is refused", () => {
  const settings = triggerSettings.parse({ on: "mail", mail: { does: "opened" } });
  expect(trigger.issues(settings, aWorkspace({ opens: "off" }))).toMatchObject([{ level: "blocks" }]);
});

test("two are the same only when they start on the very same", () => {
  const like = (settings: unknown) => trigger.startsLike(triggerSettings.parse(settings));
  expect(like({ on: "tag", tag: "vip" })).toBe(like({ on: "tag", tag: "vip" }));
  expect(like({ on: "tag", tag: "vip" })).not.toBe(like({ on: "tag", tag: "gold" }));
  expect(like({ on: "tag" })).toBeNull();
  expect(like({ on: "hand" })).toBeNull();
});
