import { describe, expect, test } from "vitest";
import { firstNameOf, type MergeValues, valueAt } from "./merge";

const values: MergeValues = {
  contact: {
    name: "Dr. Anna Berg",
    firstName: null,
    email: "anna@example.org",
    fields: { city: "Lisbon", newsletter: true },
  },
  event: { total: 0.1 + 0.2, cart: { url: "https://example.org/c", items: [1] }, note: "two\r\n  lines" },
};

describe("what a merge tag prints", () => {
  test.each([
    ["contact.name", "Dr. Anna Berg"],
    ["contact.firstName", "Anna"],
    ["contact.email", "anna@example.org"],
    ["contact.fields.city", "Lisbon"],
    ["contact.fields.newsletter", "yes"],
    ["event.total", "0.3"],
    ["event.cart.url", "https://example.org/c"],
    ["event.note", "two lines"],
  ])("%s is %j", (path, printed) => {
    expect(valueAt(values, path)).toBe(printed);
  });

  test.each([
    "contact.fields.absent",
    "contact.fields.constructor",
    "contact.fields.toString",
    "event.__proto__",
    "event.constructor.name",
    "event.cart",
    "event.cart.items",
    "event.total.toFixed",
    "event.cart.url.length",
    "contact.fields",
    "secret",
  ])("%s has nothing to print", (path) => {
    expect(valueAt(values, path)).toBeNull();
  });

  test("an advertisement typed as a name is not a name", () => {
    for (const name of [
      "Win at https://evil.example",
      "www.evil.example",
      "evil.example/prize",
      "x".repeat(101),
    ]) {
      const stranger = { ...values, contact: { ...values.contact, name } };
      expect(valueAt(stranger, "contact.name")).toBeNull();
      expect(valueAt(stranger, "contact.firstName")).toBeNull();
    }
  });
});

test("the first name is what one would say in a greeting", () => {
  const said = (name: string | null) => firstNameOf(name);
  expect(said("Anna Maria Berg")).toBe("Anna");
  expect(said("Berg, Anna")).toBe("Anna");
  expect(said("Frau Prof. Dr. Anna Berg")).toBe("Anna");
  expect(said("山田 太郎")).toBe("山田 太郎");
  expect(said("Zoë")).toBe("Zoë");
  expect(said("  ")).toBeNull();
  expect(said(null)).toBeNull();
});
