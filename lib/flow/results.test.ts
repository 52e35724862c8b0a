import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawing, end, mail, onEvent } from "@/tests/engine/drawings";
import {
  caught,
  conversionOf,
  elsewhere,
  ended,
  isSteady,
  likelyRange,
  type NodeResults,
  shareOf,
  wentOn,
} from "./results";

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

describe("how people left a step", () => {
  const asked = step({ entered: 20, here: 3, left: { yes: 6, no: 4, pulled: 5, ended: 2 } });

  test("went on by a path, was caught by a goal and ended are three things", () => {
    expect([wentOn(asked), caught(asked), ended(asked)]).toEqual([10, 5, 2]);
    expect(asked.here + wentOn(asked) + caught(asked) + ended(asked)).toBe(asked.entered);
  });

  test("whom a goal caught is in no share", () => {
    expect([shareOf(asked, "yes"), shareOf(asked, "no")]).toEqual([0.6, 0.4]);
  });

  test("a path nobody took has no people, a step nobody left has no shares", () => {
    expect(shareOf(asked, "timeout")).toBe(0);
    expect(shareOf(step({ entered: 4, here: 4 }), "next")).toBeNull();
    expect(shareOf(step({ entered: 4, left: { pulled: 4 } }), "next")).toBeNull();
    expect(shareOf(undefined, "next")).toBeNull();
  });

  test("the shares of a step add up to 1", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("yes", "no", "pulled", "ended"), fc.nat(1e6)), (left) => {
        const exits = Object.keys(left).filter((exit) => exit !== "pulled" && exit !== "ended");
        const shares = exits.map((exit) => shareOf(step({ left }), exit));
        if (wentOn(step({ left })) === 0) expect(shares.every((share) => share === null)).toBe(true);
        else expect(shares.reduce<number>((sum, share) => sum + (share ?? 0), 0)).toBeCloseTo(1, 10);
      }),
    );
  });
});

describe("the likely range", () => {
  // Worked by hand from the formula.
  test.each([
    [3, 17, 0.0619, 0.4103],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [50, 100, 0.4038, 0.5962],
  ])("%i of %i", (hits, of, from, to) => {
    const range = likelyRange(hits, of);
    expect(range?.from).toBeCloseTo(from, 3);
    expect(range?.to).toBeCloseTo(to, 3);
  });

  test("holds the share, stays within 0 and 1, and narrows with more people", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (of, part) => {
          const hits = Math.round(of * part);
          const range = likelyRange(hits, of);
          const wider = likelyRange(hits * 4, of * 4);
          if (!range || !wider) throw new Error("There is a range for every positive number of people.");
          expect(range.from).toBeGreaterThanOrEqual(0);
          expect(range.to).toBeLessThanOrEqual(1);
          expect(range.from).toBeLessThanOrEqual(hits / of + 1e-12);
          expect(range.to).toBeGreaterThanOrEqual(hits / of - 1e-12);
          expect(wider.to - wider.from).toBeLessThan(range.to - range.from);
        },
      ),
    );
  });

  test("nobody has none", () => {
    expect(likelyRange(0, 0)).toBeNull();
    expect(conversionOf({ entered: 0, converted: 0 })).toBeNull();
  });

  test("conversions later than the numbers they belong to never make more than all", () => {
    expect(conversionOf({ entered: 2, converted: 3 })).toBe(1);
    expect(likelyRange(3, 2)?.to).toBe(1);
  });
});

test.each([
  ["a handful", 3, 17, false],
  ["nobody", 0, 0, false],
  ["many", 50, 400, true],
  ["one in forty, which might as well be five", 1, 40, false],
  ["none of very many", 0, 10_000, true],
  ["all of a few", 7, 7, false],
])("%s: %i of %i is steady: %s", (_, hits, of, steady) => {
  expect(isSteady(hits, of)).toBe(steady);
});

test("people at steps that are not drawn any more are told apart from those who are", () => {
  const flow = drawing({ t: onEvent("came"), hello: mail("Hello"), bye: end() }, ["t > hello > bye"]);
  const nodes = {
    t: step({ entered: 9, left: { next: 9 } }),
    hello: step({ entered: 9, here: 4, left: { next: 5 } }),
    gone: step({ entered: 3, here: 2, left: { next: 1 } }),
    alsoGone: step({ entered: 1, here: 1 }),
    emptied: step({ entered: 5, left: { next: 5 } }),
  };
  expect(elsewhere(flow, nodes)).toEqual({ people: 3, steps: 2 });
  expect(elsewhere(flow, { t: nodes.t })).toEqual({ people: 0, steps: 0 });
});
