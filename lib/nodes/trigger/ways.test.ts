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
    "a click on one link of one email",
    { on: "mail", mail: { funnelId: other, nodeId: "hello", link: "l1" } },
    [["email.clicked", { properties: { funnelId: other, nodeId: "hello", link: "l1" } }]],
    [
      ["email.clicked", { properties: { funnelId: other, nodeId: "hello", link: "l2" } }],
      ["email.clicked", { properties: { funnelId: other, nodeId: "bye", link: "l1" } }],
      ["email.clicked", { properties: { funnelId: here.funnelId, nodeId: "hello", link: "l1" } }],
    ],
  ],
  [
    "an open, whatever address was asked for while it was a click",
    { on: "mail", mail: { does: "opened", address: "mill.example" } },
    [["email.opened", { properties: { funnelId: other } }]],
    [["email.opened", { properties: { funnelId: here.funnelId } }]],
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
  expect(trigger.issues(settings, aWorkspace({ opens: "off" }))).toMatchObject([
    { level: "blocks" },
    { level: "warns" },
  ]);
});

describe("the emails of another funnel", () => {
  const mail = (more: object) => triggerSettings.parse({ on: "mail", mail: { funnelId: other, ...more } });
  const found = (live: boolean) =>
    aWorkspace({
      funnels: [
        {
          id: other,
          name: "Spring",
          live,
          again: false,
          emails: [{ id: "hello", name: "Hello", links: ["l1"] }],
          starts: [],
          causes: [],
        },
      ],
    });
  const said = (settings: typeof triggerSettings._output, workspace: ReturnType<typeof aWorkspace>) =>
    trigger.issues(settings, workspace).map(({ level, message }) => `${level}: ${message}`);
  const named = { funnel: "Spring", email: "Bye", link: "Start" };

  test("are said to be gone when the funnel, the email or the link is", () => {
    expect(said(mail({ nodeId: "hello" }), found(true))).toEqual([]);
    expect(said(mail({}), found(true))).toEqual([]);
    expect(said(mail({ nodeId: "bye", named }), found(true))).toEqual([
      "blocks: “Bye” is not in “Spring” any more. Choose another email.",
    ]);
    expect(said(mail({ nodeId: "hello", link: "l1" }), found(true))).toEqual([]);
    expect(said(mail({ nodeId: "hello", link: "l2", named }), found(true))).toEqual([
      "blocks: “Start” is not in “Hello” of “Spring” any more. Choose another link.",
    ]);
    expect(said(mail({ nodeId: "hello", link: "l2", does: "opened" }), found(true))).toEqual([]);
    expect(said(mail({ nodeId: "bye", named }), aWorkspace())).toEqual([
      "blocks: “Spring” does not exist any more. Choose another funnel.",
    ]);
    expect(said(mail({ nodeId: "hello" }), found(false))).toEqual([
      "warns: “Spring” is not published yet. Until it is, nobody gets its emails, and nobody enters here.",
    ]);
  });

  test("of which none was chosen: whoever reads any enters, and that is said", () => {
    const any = (more: object) => said(triggerSettings.parse({ on: "mail", mail: more }), aWorkspace());
    expect(any({})).toEqual([
      "warns: Whoever clicks in any email of any other funnel enters. If you do not mean that, choose the funnel.",
    ]);
    expect(any({ address: "mill.example" })).toEqual([]);
  });

  test("were chosen before a link could be, in versions that are never rewritten", () => {
    const settings = triggerSettings.parse({ on: "mail" });
    const before = { ...settings, mail: { does: "clicked", funnelId: other, nodeId: "hello", address: "" } };
    const fact = aFact("email.clicked", 0, { properties: { funnelId: other, nodeId: "hello", link: "l1" } });
    expect(trigger.enters(before as typeof settings, fact, here)).toBe(true);
    expect(trigger.summary(before as typeof settings)).toBe(
      "When they click a link in an email of that funnel",
    );
  });

  test("stand on the card by their names", () => {
    expect(trigger.summary(mail({ nodeId: "bye", link: "l1", named }))).toBe(
      "When they click “Start” in “Bye” of “Spring”",
    );
    expect(trigger.summary(mail({ does: "opened", named }))).toBe("When they open any email of “Spring”");
  });
});

test("two are the same only when they start on the very same", () => {
  const like = (settings: unknown) => trigger.startsLike(triggerSettings.parse(settings));
  expect(like({ on: "tag", tag: "vip" })).toBe(like({ on: "tag", tag: "vip" }));
  expect(like({ on: "tag", tag: "vip" })).not.toBe(like({ on: "tag", tag: "gold" }));
  expect(like({ on: "tag" })).toBeNull();
  expect(like({ on: "hand" })).toBeNull();
});
