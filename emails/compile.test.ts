import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compiledEmail, sizeWarning } from "@/lib/mail/compiled";
import type { Body } from "@/lib/mail/document";
import { fillEmail, type Placement } from "@/lib/mail/fill";
import type { MergeValues } from "@/lib/mail/merge";
import { sampleValues } from "@/lib/mail/samples";
import { cut, end, otherwise, placeholder, when } from "@/lib/mail/tokens";
import { emailSettings } from "@/lib/nodes/email/definition";
import { compileEmail, type Written } from "./compile";
import { messageHeaders } from "./headers";
import { everyBlock } from "./sample-letters";

const place: Placement = {
  link: (key) => `https://app.example/c/${key}`,
  pixelUrl: "https://app.example/o/1",
  unsubscribeUrl: "https://app.example/u/token",
  postalAddress: "Trail & Co.\n1 Hill Road",
};
const nobody: MergeValues = { contact: { name: null, firstName: null, email: "", fields: {} }, event: {} };
const write = (body: Body, more: Partial<Written> = {}): Written => ({
  kind: "marketing",
  subject: [{ type: "text", text: "Hello" }],
  preview: [],
  body,
  ...more,
});
const sent = async (written: Written, values = sampleValues(written)) =>
  fillEmail(await compileEmail(written), values, place);
const say = (text: string): Body => [{ type: "paragraph", content: [{ type: "text", text }] }];

describe("compiling", () => {
  test("gives what its schema says, from the settings of an email node", async () => {
    const settings = emailSettings.parse(everyBlock);
    expect(compiledEmail.parse(await compileEmail(settings))).toEqual(await compileEmail(everyBlock));
  });

  test("gives the same hash for the same words and another for other words", async () => {
    const hashes = await Promise.all([
      compileEmail(write(say("a"))),
      compileEmail(write(say("a"))),
      compileEmail(write(say("b"))),
      compileEmail(write(say("a"), { kind: "service" })),
    ]).then((all) => all.map(({ hash }) => hash));
    expect(hashes[1]).toBe(hashes[0]);
    expect(new Set(hashes).size).toBe(3);
  });

  test("leaves no placeholder unfilled", async () => {
    const { html, text } = await sent(everyBlock);
    expect(html + text).not.toMatch(/[\uFDD0-\uFDEF]/);
  });
});

describe("an author's words", () => {
  const marks = [
    placeholder("unsubscribe"),
    placeholder("merge:0"),
    when("pixel"),
    otherwise,
    end,
    "\uFDD0",
    "\uFDD1",
    "</title><script>",
    "<!-- -->",
    "$&",
    '"',
  ];

  test("never become a placeholder or a tag, wherever they stand", async () => {
    const hostile = fc
      .array(fc.oneof(fc.constantFrom(...marks), fc.string({ maxLength: 4 })), { minLength: 1, maxLength: 6 })
      .map((pieces) => pieces.join(""));
    await fc.assert(
      fc.asyncProperty(hostile, async (words) => {
        const written = write(
          [
            ...say(words),
            { type: "button", label: words, link: `https://example.org/${words}` },
            { type: "image", src: "https://example.org/a.png", alt: words, link: words },
            { type: "paragraph", content: [{ type: "merge", path: "event.x", fallback: words }] },
          ],
          { subject: [{ type: "text", text: words }], preview: [{ type: "text", text: words }] },
        );
        const plain = await compileEmail(write([], { preview: [{ type: "text", text: "x" }] }));
        const compiled = await compileEmail(written);
        expect(() => [cut(compiled.html), cut(compiled.text)]).not.toThrow();
        expect(compiled.html).not.toMatch(/<script/i);
        // The only unsubscribe link and pixel are the footer's own.
        const count = (html: string, what: string) => html.split(what).length;
        for (const what of [placeholder("unsubscribe"), placeholder("pixel"), when("pixel")]) {
          expect(count(compiled.html, what)).toBe(count(plain.html, what));
        }
        const filled = fillEmail(compiled, nobody, place);
        expect(filled.html).toContain('href="https://app.example/u/token"');
        expect(filled.html).not.toMatch(/[\uFDD0-\uFDEF]/);
      }),
      { numRuns: 30 },
    );
  });

  test("a link without a full web address is printed as words", async () => {
    const filled = await sent(write([{ type: "button", label: "Buy", link: "javascript:alert(1)" }]));
    expect(filled.html).not.toContain("javascript");
    expect(filled.html).toContain("Buy");
    expect(filled.problems).toEqual(["“Buy” is printed without its link: it has no full web address."]);
  });

  test("a picture without a web address is printed as its description", async () => {
    const { html } = await sent(
      write([{ type: "image", src: "javascript:alert(1)", alt: "Shoes" }], { kind: "service" }),
    );
    expect(html).not.toContain("javascript");
    expect(html).toContain("Shoes");
  });
});

describe("plain text", () => {
  test("reads well", async () => {
    expect((await sent(everyBlock)).text).toBe(`Your cart is still here

Hello Anna,

you left Walking shoes in your cart. We keep it until Friday evening, then somebody else may take it. Read what other walkers say: https://app.example/c/l1m2xtjl before you decide.

- Walking shoes: https://app.example/c/l1rkqdkb
  Quantity: 1
  €89.00
- Wool socks: https://app.example/c/l1rkqdkb
  Quantity: 2
  €14.50

Back to your cart: https://app.example/c/l1uu3f4c

Why people stay with them

- Two years of guarantee, no questions
- Free Rücksendung innerhalb von dreißig Tagen, auch für die Wanderschuhgrößentabelle
- Resoled by hand in our workshop: https://app.example/c/lwkn6gp

A pair of brown walking shoes on wet stone: https://app.example/c/l562fm0

How it goes on

1. You order
2. We pack the same day
3. You walk 🥾 を歩く

> I have worn them across the Alps.
> They still look new. Marlène, Grenoble

---

Questions? Write to us: hello@example.org or see https://example.org & ask <anything>.

See you outside,
Jonas

---
Trail & Co.
1 Hill Road

Unsubscribe: https://app.example/u/token`);
  });

  test("prints an address once when it is its own label", async () => {
    const url = "https://example.org/a";
    const { text } = await sent(
      write([{ type: "paragraph", content: [{ type: "text", text: "example.org/a", link: url }] }], {
        kind: "service",
      }),
    );
    expect(text.split("\n")[0]).toMatch(/^https:\/\/app\.example\/c\/\w+$/);
  });
});

describe("what every email carries", () => {
  const bodies: Body[] = [[], say("Hello"), ...everyBlock.body.map((block): Body => [block])];

  test("marketing: address and unsubscribe link in both parts, and both headers", async () => {
    for (const body of bodies) {
      const { html, text } = await sent(write(body));
      for (const part of [html.replaceAll("&amp;", "&"), text]) {
        expect(part).toContain("Trail & Co.");
        expect(part).toContain("1 Hill Road");
        expect(part).toContain("https://app.example/u/token");
      }
    }
    expect(messageHeaders({ kind: "marketing", unsubscribeUrl: "https://app.example/u/token" })).toEqual({
      "List-Unsubscribe": "<https://app.example/u/token>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
  });

  test("service: the address, and no way to unsubscribe", async () => {
    for (const body of bodies) {
      const { html, text } = await sent(write(body, { kind: "service" }));
      expect(html).toContain("1 Hill Road");
      expect(text).toContain("1 Hill Road");
      expect(html + text).not.toMatch(/unsubscribe/i);
    }
    expect(messageHeaders({ kind: "service", unsubscribeUrl: null })).toEqual({});
  });

  test("marketing headers are refused without an address that fits in one", () => {
    for (const unsubscribeUrl of [
      null,
      "",
      "https://a.example/x>, <y",
      "https://a.example/\r\nBcc: x",
      "u/1",
    ]) {
      expect(() => messageHeaders({ kind: "marketing", unsubscribeUrl })).toThrow();
    }
  });
});

test("an email that mailboxes would cut off gets a warning", async () => {
  expect(sizeWarning((await sent(everyBlock)).html)).toBeNull();
  const { html } = await sent(write(Array.from({ length: 12 }, () => say("ä".repeat(9_000))[0]!)));
  expect(sizeWarning(html)).toMatch(/^This email is 2\d\d KB long\. /);
});
