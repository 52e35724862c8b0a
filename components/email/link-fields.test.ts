import { describe, expect, test } from "vitest";
import { draftOf, targetOf } from "./link-fields";

const typed = (address: string) => targetOf({ kind: "address", address });

describe("where a link leads", () => {
  test("a full address is kept, a bare one gets https", () => {
    expect(typed(" https://example.org/offer ")).toBe("https://example.org/offer");
    expect(typed("example.org/offer")).toBe("https://example.org/offer");
  });

  test("a mail address opens the reader's mail app", () => {
    expect(typed("anna@example.org")).toBe("mailto:anna@example.org");
  });

  test("what is no address, or could run, leads nowhere", () => {
    for (const text of ["", "offer", "javascript:alert(1)", "two words.org", "https://"]) {
      expect(typed(text)).toBeNull();
    }
  });

  test("a property is stored as its path and read again", () => {
    const target = targetOf({ kind: "property", asked: { source: "event", name: "cart.url" } });
    expect(target).toEqual({ path: "event.cart.url" });
    expect(draftOf(target ?? "")).toEqual({ kind: "property", asked: { source: "event", name: "cart.url" } });
  });
});
