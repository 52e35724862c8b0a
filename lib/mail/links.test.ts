import { expect, test } from "vitest";
import type { Block, Inline } from "./document";
import { allLinks, linksOf } from "./links";

const link = (text: string, target: string | { path: string }): Inline => ({
  type: "text",
  text,
  link: target,
});
const paragraph = (...content: Inline[]): Block => ({ type: "paragraph", content });
const offer = "https://example.org/offer";

test("links come in reading order, each target once, under what the author called it first", () => {
  const body: Block[] = [
    paragraph(link("See the ", offer), { type: "text", text: "offer", bold: true, link: offer }),
    { type: "image", src: "https://example.org/a.png", alt: "The shoes", link: "https://example.org/shoes" },
    { type: "button", label: "Buy", link: offer },
    { type: "list", ordered: false, items: [[link("Cart", { path: "event.cartUrl" })]] },
  ];
  expect(linksOf(body).map(({ label, target }) => ({ label, target }))).toEqual([
    { label: "See the offer", target: offer },
    { label: "The shoes", target: "https://example.org/shoes" },
    { label: "Cart", target: { path: "event.cartUrl" } },
  ]);
});

test("a link keeps its key when the text around it changes", () => {
  const [before] = linksOf([{ type: "button", label: "Buy", link: offer }]);
  const [, after] = linksOf([
    paragraph(link("new", "https://example.org/new")),
    { type: "button", label: "Buy it now", link: offer },
  ]);
  expect(after?.key).toBe(before?.key);
});

test("an address and a property of the same spelling are two links", () => {
  const keys = linksOf([
    paragraph(link("a", "https://example.org/event.x"), link("b", { path: "event.x" })),
  ]).map((one) => one.key);
  expect(new Set(keys).size).toBe(2);
});

test("mail, phone and unfinished links cannot be asked about", () => {
  const body = [
    paragraph(link("a", "mailto:a@b.de"), link("b", "tel:+49"), link("c", "not yet"), link("d", "")),
  ];
  expect(linksOf(body)).toEqual([]);
  expect(allLinks(body).map((one) => one.target)).toEqual(["not yet", ""]);
});
