import { describe, expect, test } from "vitest";
import { type Closes, draftOf, targetOf } from "./link-draft";

const typed = (address: string) => targetOf({ kind: "address", address, closes: null });

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
    const leads = { kind: "property", asked: { source: "event", name: "cart.url" }, closes: null } as const;
    const target = targetOf(leads);
    expect(target).toEqual({ path: "event.cart.url" });
    expect(draftOf(target ?? "")).toEqual(leads);
  });

  test("a link that closes is stored with its date, once it has one and what follows is an address", () => {
    const until = (closes: Closes, address = "example.org/offer") =>
      targetOf({ kind: "address", address, closes });
    const said = { to: "https://example.org/offer", until: "close", afterwards: "" };
    expect(until({ until: "close", elsewhere: null })).toEqual(said);
    const elsewhere = { ...said, afterwards: "https://example.org/late" };
    expect(until({ until: "close", elsewhere: "example.org/late" })).toEqual(elsewhere);
    expect(draftOf(elsewhere)).toMatchObject({
      closes: { until: "close", elsewhere: "https://example.org/late" },
    });
    expect(until({ until: "", elsewhere: null })).toBeNull();
    for (const wrong of ["", "late", "anna@example.org"]) {
      expect(until({ until: "close", elsewhere: wrong }), wrong).toBeNull();
    }
    expect(until({ until: "close", elsewhere: null }, "anna@example.org"), "it never comes by us").toBe(
      "mailto:anna@example.org",
    );
  });
});
