import { describe, expect, test } from "vitest";
import { askedBy, pathFor, SOURCES, sourcesFor } from "./merge-source";

describe("what a chip is filled from", () => {
  test.each([
    ["contact.firstName", { source: "contact.firstName", name: "" }],
    ["contact.email", { source: "contact.email", name: "" }],
    ["contact.fields.plan", { source: "field", name: "plan" }],
    ["event.cart.total", { source: "event", name: "cart.total" }],
    ["item.price", { source: "item", name: "price" }],
    ["item", { source: "item", name: "" }],
  ] as const)("%s is asked for and stored again", (path, asked) => {
    expect(askedBy(path)).toEqual(asked);
    expect(pathFor(asked)).toBe(path);
  });

  test("a name that cannot be one gives no path", () => {
    for (const name of ["", "cart total", "a.b.c.d.e", "{{cart}}"]) {
      expect(pathFor({ source: "event", name })).toBeNull();
    }
    expect(pathFor({ source: "field", name: "a.b" })).toBeNull();
  });

  test("every source without a name is a path by itself", () => {
    for (const { value, named } of SOURCES.filter((source) => source.value !== "item"))
      expect(pathFor({ source: value, name: "" }) !== null).toBe(!named);
  });

  test("something of an item can be asked for only inside a list of items", () => {
    const values = (inList: boolean) => sourcesFor({ inList }).map(({ value }) => value);
    expect(values(true).filter((value) => !values(false).includes(value))).toEqual(["item"]);
  });
});
