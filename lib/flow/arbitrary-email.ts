import fc from "fast-check";
import type { Block, Line, Repeat, RepeatedBlock } from "@/lib/mail/document";

// Random words of emails, for tests.

export const name = fc.option(fc.constantFrom("Welcome", "Clicked?", "次のメール", "Überraschung 🎁", " "), {
  nil: undefined,
});
export const named = <S extends object>(settings: fc.Arbitrary<S>): fc.Arbitrary<S & { name?: string }> =>
  fc.tuple(name, settings).map(([given, rest]) => {
    const text = given?.trim();
    return text === undefined ? { ...rest } : { ...rest, name: text };
  });

export const words = fc
  .string({ unit: "grapheme", maxLength: 12 })
  .map((text) => text.replaceAll("\0", "").trim());
const mergeTag = fc.record({
  type: fc.constant("merge" as const),
  path: fc.constantFrom("contact.firstName", "contact.fields.size", "event.cart.total"),
  fallback: words,
});
export const line: fc.Arbitrary<Line> = fc.array(
  fc.oneof(fc.record({ type: fc.constant("text" as const), text: words }), mergeTag),
  { maxLength: 3 },
);
const link = fc.oneof(
  fc.constantFrom("https://example.org/offer", "", "not an address"),
  fc.record({ path: fc.constant("event.cartUrl") }),
  fc.record({
    to: fc.constantFrom("https://example.org/offer", { path: "event.cartUrl" }),
    until: fc.constant("close"),
    afterwards: fc.constantFrom("", "https://example.org/late"),
  }),
);
const inlines = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant("text" as const), text: words }),
    fc.record({ type: fc.constant("text" as const), text: words, bold: fc.boolean(), link }),
    mergeTag,
    fc.constant({ type: "break" as const }),
  ),
  { maxLength: 3 },
);
const plainBlock: fc.Arbitrary<Exclude<Block, Repeat>> = fc.oneof(
  fc.record({ type: fc.constant("paragraph" as const), content: inlines }),
  fc.record({
    type: fc.constant("heading" as const),
    level: fc.constantFrom(1 as const, 2 as const, 3 as const),
    content: inlines,
  }),
  fc.record({
    type: fc.constant("list" as const),
    ordered: fc.boolean(),
    items: fc.array(inlines, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ type: fc.constant("quote" as const), content: inlines }),
  fc.record({ type: fc.constant("button" as const), label: words, link }),
  fc.record({
    type: fc.constant("image" as const),
    src: fc.constantFrom("https://example.org/p.png", ""),
    alt: words,
    link,
  }),
  fc.constant({ type: "divider" as const }),
);
const row: fc.Arbitrary<Extract<RepeatedBlock, { type: "row" }>> = fc.record({
  type: fc.constant("row" as const),
  picture: fc.constantFrom("item.image", null),
  content: inlines,
  aside: inlines,
});
export const block: fc.Arbitrary<Block> = fc.oneof(
  { arbitrary: plainBlock, weight: 7 },
  {
    arbitrary: fc.record({
      type: fc.constant("repeat" as const),
      list: fc.constant("event.items"),
      most: fc.integer({ min: 1, max: 20 }),
      more: words,
      content: fc.array(fc.oneof(row, plainBlock), { minLength: 1, maxLength: 2 }),
    }),
    weight: 1,
  },
);
