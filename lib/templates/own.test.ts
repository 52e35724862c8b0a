import { expect, test } from "vitest";
import { guessOwn, own, siteOf } from "./own";

test.each<[string, string | null | undefined]>([
  ["", null],
  ["  ", null],
  ["berg.example", "https://berg.example"],
  [" http://berg.example/shop ", "http://berg.example/shop"],
  ["HTTPS://berg.example", "HTTPS://berg.example"],
  ["berg", undefined],
  ["berg example.org", undefined],
  ["javascript:alert(1)", undefined],
  ["https://user:pw@berg.example", undefined],
  ["hello@berg.example", undefined],
])("the website “%s” is %j", (typed, site) => {
  expect(siteOf(typed)).toBe(site);
  if (site !== undefined) expect(own.safeParse({ business: "Berg", site }).success).toBe(true);
});

test.each<[string, string, { business: string; site: string }]>([
  ["Berg & Daughters", "hello@berg.example", { business: "Berg & Daughters", site: "berg.example" }],
  ["Anna Berg", "anna.berg@gmail.com", { business: "Anna Berg", site: "" }],
  ["Anna Berg", "anna@yahoo.co.uk", { business: "Anna Berg", site: "" }],
  ["My workspace", "hello@funnelwright.localhost", { business: "", site: "" }],
])("the sender %s <%s> tells %j", (name, email, guessed) => {
  expect(guessOwn({ name, email })).toEqual(guessed);
});

test("without a sender nothing is known", () => {
  expect(guessOwn(null)).toEqual({ business: "", site: "" });
});

test("a business without a name, or a website that is none, is refused with a sentence", () => {
  const said = (input: unknown) => own.safeParse(input).error?.issues.map(({ message }) => message);
  expect(said({ business: "  ", site: null })).toEqual([
    "Write your business’s name, as your readers know it.",
  ]);
  expect(said({ business: "Berg", site: "javascript:alert(1)" })).toEqual([
    "The website is not a web address.",
  ]);
});
