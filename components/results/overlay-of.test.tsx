import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import type { NodeResults } from "@/lib/flow/results";
import { clicked, drawing, end, goal, mail, onEvent } from "@/tests/engine/drawings";
import { overlayOf } from "./overlay-of";
import { percent } from "./percent";

const step = (some: Partial<NodeResults>): NodeResults => ({
  entered: 0,
  here: 0,
  left: {},
  converted: 0,
  revenue: {},
  sent: 0,
  opened: 0,
  clicked: 0,
  ...some,
});

const flow = drawing(
  { t: onEvent("came"), hello: mail("Hello"), asked: clicked("hello", 0), buys: goal(), bye: end() },
  ["t > hello > asked", "asked:yes > buys", "asked:no > bye"],
);

const nodes = {
  t: step({ entered: 1_700, left: { next: 1_700 }, converted: 300 }),
  hello: step({
    entered: 1_700,
    here: 38,
    left: { next: 1_600, pulled: 62 },
    converted: 300,
    sent: 1_690,
    opened: 900,
    clicked: 400,
  }),
  asked: step({ entered: 17, left: { yes: 4, no: 12, pulled: 1 }, converted: 3 }),
  buys: step({ entered: 5, here: 2, left: { next: 3 }, converted: 3, revenue: { EUR: 14_700, USD: 0 } }),
  bye: step({ entered: 12, left: { ended: 12 } }),
};
const overlay = overlayOf("f1", flow, nodes);

/** What a reader sees, without marks. */
const text = (id: string, at = overlay) =>
  renderToStaticMarkup(at.node(id))
    .replace(/<[^>]+>/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/\s+/g, " ")
    .trim();

describe("a card's row", () => {
  test("says who is here, who went on and, of an email, what became of it", () => {
    expect(text("hello")).toMatch(/^here now 38 went on 1,600 caught 62 /);
    expect(text("hello")).toContain("sent 1,690 opened 900 clicked 400");
    expect(text("asked")).not.toContain("opened");
  });

  test("has the rate once it is steady, and until then its likely range marked early", () => {
    expect(text("hello")).toMatch(/300 of 1,700 reached the goal 18 %$/);
    expect(text("asked")).toMatch(/3 of 17 reached the goal early 6–41 %$/);
  });

  test("of a goal says what it earned, each currency by itself and none that earned nothing", () => {
    expect(text("buys")).toMatch(/€147\.00 revenue$/);
    const both = overlayOf("f1", flow, { buys: step({ entered: 2, revenue: { USD: 500, EUR: 100 } }) });
    expect(text("buys", both)).toContain("€1.00 + $5.00 revenue");
  });

  test("leads from every number to the people it counts, and from nothing to nobody", () => {
    const links = (id: string) =>
      [...renderToStaticMarkup(overlay.node(id)).matchAll(/href="([^"]+)"/g)].map(([, href]) =>
        href?.replaceAll("&amp;", "&").replace("/funnels/f1/people?", ""),
      );
    expect(links("hello")).toEqual([
      "which=here&step=hello",
      "which=left&step=hello",
      "which=left&step=hello&path=pulled",
      "which=sent&step=hello",
      "which=opened&step=hello",
      "which=clicked&step=hello",
      "which=converted&step=hello",
      "which=entered&step=hello",
    ]);
    expect(links("bye")).toEqual(["which=left&step=bye&path=ended", "which=entered&step=bye"]);
    expect(links("buys")).toContain("which=earned&step=buys");
    expect(overlay.edge("asked-yes")?.href).toBe("/funnels/f1/people?which=left&step=asked&path=yes");
  });

  test("where nobody came says so", () => {
    expect(text("t", overlayOf("f1", flow, {}))).toBe("Nobody has come here yet");
  });

  test("of an end says who ended, not that nobody went on", () => {
    expect(text("bye")).toMatch(/^here now 0 ended here 12 0 of 12/);
  });

  test("says nothing about a goal that the funnel does not have", () => {
    const without = drawing({ t: onEvent("came"), bye: end() }, ["t > bye"]);
    expect(text("t", overlayOf("f1", without, { t: step({ entered: 3, left: { next: 3 } }) }))).toBe(
      "here now 0 went on 3",
    );
  });

  test("of a step that is not drawn there is none", () => {
    expect(overlay.node("elsewhere")).toBeNull();
    expect(overlay.here("elsewhere")).toBe(0);
  });
});

describe("a line", () => {
  test("takes its width from people and says their share where there is a choice", () => {
    const [yes, no] = [overlay.edge("asked-yes"), overlay.edge("asked-no")];
    expect([yes?.label, no?.label]).toEqual(["25 % · 4", "75 % · 12"]);
    expect(yes?.share).toBe(0.25);
    expect(yes?.width).toBeLessThan(no?.width ?? 0);
    expect(overlay.edge("t-next")?.label).toBe("1,700");
    expect(overlay.edge("t-next")?.width).toBe(10);
  });

  test("of which nobody came by stays as it is drawn", () => {
    expect(overlay.edge("buys-next")).toBeNull();
    expect(overlayOf("f1", flow, {}).edge("t-next")).toBeNull();
    expect(overlay.edge("no such line")).toBeNull();
  });
});

test.each([
  [0, "0 %"],
  [0.002, "< 1 %"],
  [0.176, "18 %"],
  [0.998, "> 99 %"],
  [1, "100 %"],
])("%d is said %s", (share, said) => {
  expect(percent(share)).toBe(said);
});
