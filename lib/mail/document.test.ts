import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  body,
  isWebAddress,
  LONGEST_URL,
  line,
  lineText,
  mergeLabel,
  mergePath,
  webAddress,
} from "./document";

const accepts = (schema: { safeParse(input: unknown): { success: boolean } }, input: unknown) =>
  schema.safeParse(input).success;

describe("a web address", () => {
  test.each([
    "https://example.org",
    "http://example.org/offer?a=1&b=%20#top",
    "https://xn--r8jz45g.jp/",
    "https://例え.jp/道",
    "https://example.org:8443/",
    "http://localhost:3000/x",
    "HTTPS://EXAMPLE.ORG/",
    "http://[::1]/",
  ])("%s is one", (text) => {
    expect(isWebAddress(text)).toBe(true);
    expect(webAddress.parse(` ${text}\n`)).toBe(text);
  });

  test.each([
    "",
    "example.org",
    "/offer",
    "//example.org/offer",
    "https://",
    "https:// example.org",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\u0001javascript:alert(1)",
    "javascript://example.org/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "ftp://example.org/",
    "mailto:ada@example.org",
    "https://user:secret@example.org/",
    "https://user@example.org/",
    "https://:secret@example.org/",
    "https://example.org/a b",
    "https://example.org/\u007f",
    "https://example.org/\0",
    `https://example.org/${"x".repeat(LONGEST_URL)}`,
  ])("%j is none", (text) => {
    expect(isWebAddress(text)).toBe(false);
    expect(accepts(webAddress, text)).toBe(false);
  });

  test("what counts as one leads to a host by http or https, without credentials", () => {
    const pieces = fc.constantFrom(
      "https:",
      "http:",
      "javascript:",
      "//",
      "/",
      "@",
      "user",
      ":",
      "example.org",
      "\t",
      "?x",
      "#",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        if (!isWebAddress(text)) return;
        const url = new URL(text);
        expect(["http:", "https:"]).toContain(url.protocol);
        expect([url.username, url.password]).toEqual(["", ""]);
        expect(url.hostname).not.toBe("");
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("what an email can fill in", () => {
  test.each([
    "contact.name",
    "contact.firstName",
    "contact.email",
    "contact.fields.shoe-size",
    "event.cartId",
    "event.cart.items.0.name",
  ])("%s", (path) => {
    expect(accepts(mergePath, path)).toBe(true);
  });

  test.each([
    "",
    "contact",
    "contact.id",
    "contact.consent",
    "contact.fields",
    "contact.fields.a.b",
    "contact.name.length",
    "workspace.secret",
    "event",
    "event.",
    "event.a.b.c.d.e",
    "event.a b",
    "event.{{ x }}",
    "event.a\nb",
    " contact.name",
    "contact.name\n",
  ])("not %j", (path) => {
    expect(accepts(mergePath, path)).toBe(false);
  });
});

describe("the body", () => {
  const text = (more: object = {}) => ({ type: "text", text: "Hello", ...more });
  const paragraph = (...content: object[]) => ({ type: "paragraph", content });

  test("holds every kind of block and is kept as it is", () => {
    const blocks = [
      { type: "heading", level: 2, content: [text()], align: "center" },
      paragraph(text({ bold: true, italic: true, underline: true }), { type: "break" }),
      paragraph({ type: "merge", path: "contact.name", fallback: "you", link: "https://example.org" }),
      { type: "list", ordered: true, items: [[text()], []] },
      { type: "quote", content: [] },
      { type: "button", label: "Go", link: { path: "event.cartUrl" } },
      { type: "image", src: "https://example.org/p.png", alt: "", width: 600, link: "https://example.org" },
      { type: "divider" },
    ];
    expect(body.parse(blocks)).toEqual(blocks);
  });

  test.each<[string, unknown]>([
    ["HTML", "<p>Hello</p>"],
    ["an unknown block", [{ type: "html", html: "<script>" }]],
    ["an unknown mark", [paragraph(text({ onclick: "x" }))]],
    ["a heading of level 7", [{ type: "heading", level: 7, content: [] }]],
    ["an empty list", [{ type: "list", ordered: false, items: [] }]],
    ["a picture a mile wide", [{ type: "image", src: "", alt: "", width: 5_000 }]],
    ["a link to a path that is none", [paragraph(text({ link: { path: "secret" } }))]],
    ["a link that is an object", [paragraph(text({ link: { href: "https://example.org" } }))]],
    ["text without end", [paragraph(text({ text: "x".repeat(10_001) }))]],
    ["blocks without end", Array(301).fill({ type: "divider" })],
    ["a line break in the subject's place", [{ type: "break" }]],
  ])("refuses %s", (_, blocks) => {
    expect(accepts(body, blocks)).toBe(false);
  });
});

test("a line holds text and merge tags, and nothing else", () => {
  expect(accepts(line, [{ type: "text", text: "x" }])).toBe(true);
  expect(accepts(line, [{ type: "break" }])).toBe(false);
  expect(accepts(line, [{ type: "text", text: "x", bold: true }])).toBe(false);
  expect(accepts(line, Array(51).fill({ type: "text", text: "x" }))).toBe(false);
  expect(line.parse([{ type: "merge", path: "contact.name" }])).toEqual([
    { type: "merge", path: "contact.name", fallback: "" },
  ]);
});

test("a line reads as its author wrote it", () => {
  expect(
    lineText([
      { type: "text", text: "Hello " },
      { type: "merge", path: "contact.firstName", fallback: "you" },
      { type: "text", text: ", your " },
      { type: "merge", path: "event.cart.itemCount", fallback: "" },
    ]),
  ).toBe("Hello [first name], your [cart item count]");
});

test.each([
  ["contact.name", "name"],
  ["contact.email", "email address"],
  ["contact.fields.shoeSize", "shoe size"],
  ["contact.fields.shoe_size", "shoe size"],
  ["event.cart.total", "cart total"],
])("%s is shown as %s", (path, label) => {
  expect(mergeLabel(path)).toBe(label);
});
