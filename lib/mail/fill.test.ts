import { expect, test } from "vitest";
import type { CompiledEmail } from "./compiled";
import { type FilledEmail, fillEmail, type Placement } from "./fill";
import type { MergeValues } from "./merge";
import { end, otherwise, placeholder, when } from "./tokens";

const compiled: CompiledEmail = {
  hash: "0".repeat(64),
  kind: "marketing",
  subject: [
    { type: "text", text: "For " },
    { type: "merge", path: "contact.name", fallback: "you" },
  ],
  preview: [{ type: "merge", path: "event.product", fallback: "a thing" }],
  html: [
    `<p title="${placeholder("merge:0")}">${placeholder("merge:0")}</p>`,
    `${when("link:cart")}<a href="${placeholder("link:cart")}">Cart</a>${otherwise}Cart${end}`,
    `<a href="${placeholder("link:offer")}">Offer</a>`,
    `${when("pixel")}<img src="${placeholder("pixel")}">${end}`,
    `<i>${placeholder("address")}</i><b>${placeholder("unsubscribe")}</b>`,
  ].join("\n"),
  text: `${placeholder("merge:0")} ${when("link:cart")}Cart: ${placeholder("link:cart")}${otherwise}Cart${end}`,
  slots: [{ path: "contact.name", fallback: "you" }],
  links: [
    { key: "cart", label: "Cart", target: { path: "event.cartUrl" } },
    { key: "offer", label: "Offer", target: "https://example.org/offer" },
  ],
};

const contact = { name: "Anna", firstName: null, email: "anna@example.org", fields: {} };
const place: Placement = {
  link: (key) => `https://app.example/c/${key}`,
  pixelUrl: "https://app.example/o/1?a=1&b=2",
  unsubscribeUrl: "https://app.example/u/1",
  postalAddress: "Trail & Co.\r\n\n  1 Hill Road ",
};
const fill = (values: Partial<MergeValues>, more: Partial<Placement> = {}): FilledEmail =>
  fillEmail(compiled, { contact, event: {}, ...values }, { ...place, ...more });

test("a person's email, whole", () => {
  expect(fill({ event: { cartUrl: "https://shop.example/cart?a=1&b=2", product: "Shoes" } })).toEqual({
    subject: "For Anna",
    preview: "Shoes",
    html: [
      '<p title="Anna">Anna</p>',
      '<a href="https://app.example/c/cart">Cart</a>',
      '<a href="https://app.example/c/offer">Offer</a>',
      '<img src="https://app.example/o/1?a=1&amp;b=2">',
      "<i>Trail &amp; Co.<br/>1 Hill Road</i><b>https://app.example/u/1</b>",
    ].join("\n"),
    text: "Anna Cart: https://app.example/c/cart",
    links: [
      { key: "cart", url: "https://shop.example/cart?a=1&b=2" },
      { key: "offer", url: "https://example.org/offer" },
    ],
    problems: [],
  });
});

test("where nothing is known the fallbacks stand", () => {
  const filled = fill({ contact: { ...contact, name: "  " } });
  expect(filled.subject).toBe("For you");
  expect(filled.preview).toBe("a thing");
  expect(filled.html).toContain('<p title="you">you</p>');
});

const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "</title></style><svg onload=alert(1)>",
  "<!--[if mso]>",
  "&lt;b&gt;",
  placeholder("unsubscribe"),
  `${when("pixel")}gone${otherwise}`,
  end,
  "{{ contact.email }} %s",
  "$& $1 $`",
];

test.each(HOSTILE)("a name such as %j is printed as words, in text and in attributes", (name) => {
  const { html, text } = fill({ contact: { ...contact, name } });
  const [, attribute, words] = /^<p title="([^"]*)">([^<]*)<\/p>$/m.exec(html) ?? [];
  const escaped = name
    .replace(/[\uFDD0\uFDD1]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
  expect(words).toBe(escaped);
  expect(attribute).toBe(escaped);
  expect(text.startsWith(name.replace(/[\uFDD0\uFDD1]/g, ""))).toBe(true);
  expect(html).toContain("<b>https://app.example/u/1</b>");
});

test("a subject is one line, whatever the values hold, and no longer than a header may be", () => {
  const { subject } = fill({ contact: { ...contact, name: "A\r\nBcc: all@example.org\u0000\u2028x\u007f" } });
  expect(subject).toBe("For A Bcc: all@example.org x");
  const long: CompiledEmail = { ...compiled, subject: [{ type: "text", text: "🥾".repeat(2_000) }] };
  const cutOff = fillEmail(long, { contact, event: {} }, place).subject;
  expect(cutOff.length).toBeLessThanOrEqual(998);
  expect(cutOff.isWellFormed()).toBe(true);
});

test.each([
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "//evil.example/x",
  "https://user:secret@evil.example/",
  "https://",
  "file:///etc/passwd",
  `https://example.org/${"ü".repeat(1_000)}`,
  "just words",
  7,
  { url: "https://example.org" },
])("a property link that holds %j becomes plain words and a problem", (cartUrl) => {
  const filled = fill({ event: { cartUrl } });
  expect(filled.html).toContain("\nCart\n");
  expect(filled.text).toBe("Anna Cart");
  expect(filled.links.map(({ key }) => key)).toEqual(["offer"]);
  expect(filled.problems).toHaveLength(1);
  expect(filled.html).not.toMatch(/javascript|data:|evil|file:/i);
});

test("a problem says which link and why", () => {
  expect(fill({}).problems).toEqual([
    "“Cart” is printed without its link: there is no cart url for this person.",
  ]);
  expect(fill({ event: { cartUrl: "soon" } }).problems).toEqual([
    "“Cart” is printed without its link: this person’s cart url is not a web address.",
  ]);
});

test("mail and phone links are printed as they are and not followed", () => {
  const filled = fill({ event: { cartUrl: "mailto:hello@example.org" } });
  expect(filled.html).toContain('<a href="mailto:hello@example.org">Cart</a>');
  expect(filled.links.map(({ key }) => key)).toEqual(["offer"]);
});

test("a link cannot break out of its attribute", () => {
  const { html } = fill(
    { event: { cartUrl: 'https://example.org/"onx=1' } },
    { link: (_key, target) => target },
  );
  expect(html).toContain('<a href="https://example.org/%22onx=1">Cart</a>');
  const { html: odd } = fill({}, { link: () => 'https://app.example/"><script>' });
  expect(odd).toContain('<a href="https://app.example/&quot;&gt;&lt;script&gt;">Offer</a>');
});

test("without measuring there is no pixel; marketing without a way out is a problem", () => {
  const event = { cartUrl: "https://example.org" };
  expect(fill({ event }, { pixelUrl: null }).html).not.toContain("<img");
  expect(fill({ event }, { unsubscribeUrl: null, postalAddress: " \n " }).problems).toEqual([
    "Marketing email must carry an unsubscribe link.",
    "Marketing email must carry your postal address. Add it in Settings.",
  ]);
});

test("a link that closes says so to whoever sends; a mail link, which never comes back to us, is not printed as one", () => {
  const cart = { to: { path: "event.cartUrl" }, until: "close", afterwards: "https://example.org/late" };
  const [, offer] = compiled.links;
  const closing: CompiledEmail = {
    ...compiled,
    links: [{ key: "cart", label: "Cart", target: cart }, ...(offer ? [offer] : [])],
  };
  const of = (cartUrl: string) => fillEmail(closing, { contact, event: { cartUrl } }, place);
  expect(of("https://shop.example/cart").links).toEqual([
    {
      key: "cart",
      url: "https://shop.example/cart",
      closes: { until: "close", afterwards: "https://example.org/late" },
    },
    { key: "offer", url: "https://example.org/offer" },
  ]);
  const mail = of("mailto:anna@example.org");
  expect(mail.text).toBe("Anna Cart");
  expect(mail.problems).toEqual(["“Cart” is printed without its link: a mail or phone link cannot close."]);
});
