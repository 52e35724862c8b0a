import type { Inline } from "@/lib/mail/document";
import type { Written } from "./compile";

const text = (words: string, marks: Partial<Extract<Inline, { type: "text" }>> = {}): Inline => ({
  type: "text",
  text: words,
  ...marks,
});
const firstName: Inline = { type: "merge", path: "contact.firstName", fallback: "there" };

/** Uses every block and mark once, with the long words and odd scripts real emails have. For tests and the gallery. */
export const everyBlock: Written = {
  kind: "marketing",
  subject: [
    { type: "text", text: "Still thinking it over, " },
    { type: "merge", path: "contact.firstName", fallback: "there" },
    { type: "text", text: "?" },
  ],
  preview: [
    { type: "text", text: "We kept your " },
    { type: "merge", path: "event.product", fallback: "things" },
    { type: "text", text: " for you until Friday." },
  ],
  body: [
    { type: "heading", level: 1, content: [text("Your cart is still here")] },
    { type: "paragraph", content: [text("Hello "), firstName, text(",")] },
    {
      type: "paragraph",
      content: [
        text("you left "),
        { type: "merge", path: "event.product", fallback: "something", bold: true },
        text(" in your cart. We keep it until "),
        text("Friday evening", { italic: true }),
        text(", then somebody else may take it. "),
        text("Read what ", { link: "https://example.org/stories" }),
        text("other walkers", { link: "https://example.org/stories", bold: true }),
        text(" say", { link: "https://example.org/stories" }),
        text(" before you decide."),
      ],
    },
    {
      type: "repeat",
      list: "event.items",
      most: 5,
      more: "… and more in your cart",
      content: [
        {
          type: "row",
          picture: "item.image",
          content: [
            { type: "merge", path: "item.name", fallback: "", link: { path: "item.url" }, bold: true },
            { type: "break" },
            text("Quantity: "),
            { type: "merge", path: "item.quantity", fallback: "1" },
          ],
          aside: [{ type: "merge", path: "item.price", fallback: "", as: "money" }],
        },
      ],
    },
    { type: "button", label: "Back to your cart", link: { path: "event.cartUrl" } },
    { type: "heading", level: 2, content: [text("Why people stay with them")] },
    {
      type: "list",
      ordered: false,
      items: [
        [text("Two years of guarantee, "), text("no questions", { underline: true })],
        [text("Free Rücksendung innerhalb von dreißig Tagen, auch für die Wanderschuhgrößentabelle")],
        [text("Resoled by hand in "), text("our workshop", { link: "https://example.org/workshop" })],
      ],
    },
    {
      type: "image",
      src: "https://example.org/shoes.png",
      alt: "A pair of brown walking shoes on wet stone",
      width: 552,
      link: "https://example.org/shoes",
    },
    { type: "heading", level: 3, content: [text("How it goes on")] },
    {
      type: "list",
      ordered: true,
      items: [[text("You order")], [text("We pack the same day")], [text("You walk 🥾 を歩く")]],
    },
    {
      type: "quote",
      content: [
        text("I have worn them across the Alps."),
        { type: "break" },
        text("They still look new. Marlène, Grenoble"),
      ],
    },
    { type: "divider" },
    {
      type: "paragraph",
      content: [
        text("Questions? "),
        text("Write to us", { link: "mailto:hello@example.org" }),
        text(" or see https://example.org & ask <anything>."),
      ],
    },
    {
      type: "paragraph",
      align: "center",
      content: [text("See you outside,"), { type: "break" }, text("Jonas")],
    },
  ],
};
