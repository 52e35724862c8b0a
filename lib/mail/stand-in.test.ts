import { expect, test } from "vitest";
import { isStandIn, STAND_IN_SITE } from "./stand-in";

const closing = (to: string, afterwards: string) => ({ to, until: "close", afterwards });

test("a link leads to the stand-in also where it only does once it has closed", () => {
  const own = "https://example.org/offer";
  expect(isStandIn(`${STAND_IN_SITE}/1`)).toBe(true);
  expect(isStandIn(closing(`${STAND_IN_SITE}/1`, ""))).toBe(true);
  expect(isStandIn(closing(own, `${STAND_IN_SITE}/1`))).toBe(true);
  expect(isStandIn(closing(own, ""))).toBe(false);
  expect(isStandIn(closing(own, "https://example.org/late"))).toBe(false);
  expect(isStandIn({ path: "event.cartUrl" })).toBe(false);
  expect(isStandIn("not an address")).toBe(false);
});
