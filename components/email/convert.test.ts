import { getSchema } from "@tiptap/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Block,
  type Body,
  body as bodyDocument,
  type Inline,
  type Line,
  line as lineDocument,
  linesOf,
  type Repeat,
  type RepeatedBlock,
  singleBlocks,
} from "@/lib/mail/document";
import { fromSurface, lineFromSurface, lineToSurface, tidyBody, toSurface } from "./convert";
import {
  bodySchema,
  lineSchema,
  MailButton,
  MailImage,
  MailRepeat,
  MailRow,
  Merge,
  RowAside,
  RowWords,
} from "./surface-schema";

const bodies = getSchema([
  ...bodySchema,
  Merge,
  MailButton,
  MailImage,
  MailRepeat,
  MailRow,
  RowWords,
  RowAside,
]);
const lines = getSchema([...lineSchema, Merge]);

const path = fc.constantFrom(
  "contact.firstName",
  "contact.email",
  "contact.fields.plan",
  "event.cart.total",
  "item.price",
  "item",
);
const as = fc.constant("money" as const);
const to = fc.oneof(
  fc.webUrl(),
  fc.constantFrom("mailto:anna@example.org", ""),
  path.map((one) => ({ path: one })),
);
const until = fc.constantFrom("close", "ends");
const link = fc.oneof(to, fc.record({ to, until, afterwards: fc.oneof(fc.constant(""), fc.webUrl()) }));
const marks = {
  bold: fc.boolean(),
  italic: fc.boolean(),
  underline: fc.boolean(),
  link,
};
const inline: fc.Arbitrary<Inline> = fc.oneof(
  fc.record(
    { type: fc.constant("text" as const), text: fc.string({ maxLength: 20 }), ...marks },
    { requiredKeys: ["type", "text"] },
  ),
  fc.record(
    { type: fc.constant("merge" as const), path, fallback: fc.string({ maxLength: 10 }), as, ...marks },
    { requiredKeys: ["type", "path", "fallback"] },
  ),
  fc.constant({ type: "break" as const }),
);
const inlines = fc.array(inline, { maxLength: 8 });
const align = fc.constantFrom("left" as const, "center" as const);
const plainBlock: fc.Arbitrary<Exclude<Block, Repeat>> = fc.oneof(
  fc.record(
    { type: fc.constant("paragraph" as const), content: inlines, align },
    { requiredKeys: ["type", "content"] },
  ),
  fc.record(
    {
      type: fc.constant("heading" as const),
      level: fc.constantFrom(1 as const, 2 as const, 3 as const),
      content: inlines,
      align,
    },
    { requiredKeys: ["type", "level", "content"] },
  ),
  fc.record({
    type: fc.constant("list" as const),
    ordered: fc.boolean(),
    items: fc.array(inlines, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ type: fc.constant("quote" as const), content: inlines }),
  fc.record(
    { type: fc.constant("button" as const), label: fc.string({ maxLength: 20 }), link, align },
    { requiredKeys: ["type", "label", "link"] },
  ),
  fc.record(
    {
      type: fc.constant("image" as const),
      src: fc.webUrl(),
      alt: fc.string({ maxLength: 20 }),
      width: fc.integer({ min: 16, max: 600 }),
      link,
    },
    { requiredKeys: ["type", "src", "alt"] },
  ),
  fc.constant({ type: "divider" as const }),
);
const row: fc.Arbitrary<Extract<RepeatedBlock, { type: "row" }>> = fc.record({
  type: fc.constant("row" as const),
  picture: fc.constantFrom(null, "item.image", "item.pictures.0", "event.logo"),
  content: inlines,
  aside: inlines,
});
const repeat: fc.Arbitrary<Repeat> = fc.record({
  type: fc.constant("repeat" as const),
  list: fc.constantFrom("event.items", "event.cart.lines"),
  most: fc.integer({ min: 1, max: 20 }),
  more: fc.string({ maxLength: 20 }),
  content: fc.array(fc.oneof(row, plainBlock), { minLength: 1, maxLength: 3 }),
});
const block: fc.Arbitrary<Block> = fc.oneof(
  { arbitrary: plainBlock, weight: 7 },
  { arbitrary: repeat, weight: 1 },
);
const anyBody: fc.Arbitrary<Body> = fc.array(block, { maxLength: 8 });

describe("body and surface", () => {
  test("a tidied body comes back from the surface as it went in, through the surface's own schema", () => {
    fc.assert(
      fc.property(anyBody, (subject) => {
        const tidy = tidyBody(subject);
        const node = bodies.nodeFromJSON(toSurface(subject));
        node.check();
        const back = fromSurface(node.toJSON());
        // One empty paragraph is what an email without words looks like on the surface.
        const wordless = tidy.length === 1 && tidy[0]?.type === "paragraph" && tidy[0].content.length === 0;
        expect(back).toEqual(wordless ? [] : tidy);
      }),
      { numRuns: 400 },
    );
  });

  test("tidying says the same in fewer pieces, and twice is once", () => {
    fc.assert(
      fc.property(anyBody, (subject) => {
        const tidy = tidyBody(subject);
        expect(tidyBody(tidy)).toEqual(tidy);
        expect(words(tidy)).toBe(words(subject));
      }),
    );
  });

  test("what comes from the surface is a document that can be stored", () => {
    fc.assert(
      fc.property(anyBody, (subject) => {
        const stored = bodyDocument.safeParse(fromSurface(toSurface(subject)));
        expect(stored.success).toBe(true);
      }),
    );
  });

  test("a quote of several paragraphs becomes one with breaks", () => {
    const said = (text: string) => ({ type: "paragraph", content: [{ type: "text", text }] });
    expect(
      fromSurface({ type: "doc", content: [{ type: "blockquote", content: [said("One"), said("Two")] }] }),
    ).toEqual([
      {
        type: "quote",
        content: [{ type: "text", text: "One" }, { type: "break" }, { type: "text", text: "Two" }],
      },
    ]);
  });

  test("text longer than one piece may be is cut, and nothing of it is lost", () => {
    const text = "x".repeat(25_000);
    const back = fromSurface({
      type: "doc",
      content: [{ type: "paragraph", content: [{ type: "text", text }] }],
    });
    expect(words(back)).toBe(text);
    expect(bodyDocument.safeParse(back).success).toBe(true);
  });
});

const part = fc.oneof(
  fc.record({ type: fc.constant("text" as const), text: fc.string({ minLength: 1, maxLength: 20 }) }),
  fc.record(
    { type: fc.constant("merge" as const), path, fallback: fc.string({ maxLength: 10 }), as },
    { requiredKeys: ["type", "path", "fallback"] },
  ),
);

describe("line and surface", () => {
  test("a line comes back as it went in", () => {
    const anyLine: fc.Arbitrary<Line> = fc
      .array(part, { maxLength: 10 })
      .map((parts) => parts.filter((one, at) => one.type === "merge" || parts[at - 1]?.type !== "text"));
    fc.assert(
      fc.property(anyLine, (subject) => {
        const node = lines.nodeFromJSON(lineToSurface(subject));
        node.check();
        const back = lineFromSurface(node.toJSON());
        expect(back).toEqual(subject);
        expect(lineDocument.safeParse(back).success).toBe(true);
      }),
    );
  });
});

/** Every word of a body in order, whatever pieces it is cut into. */
function words(subject: Body): string {
  const ofInlines = (list: readonly Inline[]) =>
    list
      .map((one) => (one.type === "text" ? one.text : one.type === "merge" ? `[${one.path}]` : "\n"))
      .join("");
  return singleBlocks(subject)
    .map((one) => {
      if (one.type === "button") return one.label;
      if (one.type === "image") return one.alt;
      return one.type === "divider" ? "---" : linesOf(one).map(ofInlines).join("\n");
    })
    .join("\n\n");
}
