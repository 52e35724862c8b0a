import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aHistory, aPlace, aWorld } from "../sample-world";
import { type SplitSettings, split, splitSettings } from "./definition";
import { drawnPath } from "./draw";
import { evenly } from "./evenly";
import { murmur } from "./murmur";

const PEOPLE = 10_000;
const people = Array.from({ length: PEOPLE }, (_, n) => `contact-${n}`);
const pathsOf = (shares: readonly number[], nodeId = "split-1", funnelId = "funnel-1") =>
  people.map((contactId) => drawnPath(shares, { funnelId, nodeId, contactId }));

const shares = fc
  .array(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 5 })
  .map((given) => evenedOut(given));

/** Whole shares of 100 in about the given proportions. */
function evenedOut(given: readonly number[]): number[] {
  const sum = given.reduce((all, one) => all + one, 0);
  const floors = given.map((one) => Math.floor((one * 100) / sum));
  const over = 100 - floors.reduce((all, one) => all + one, 0);
  return floors.map((one, at) => one + (at === 0 ? over : 0));
}

const settingsOf = (...given: (number | [share: number, nothing: true])[]): SplitSettings =>
  splitSettings.parse({
    paths: given.map((one, at) => ({
      id: "abcde".charAt(at),
      share: typeof one === "number" ? one : one[0],
      nothing: typeof one !== "number",
    })),
  });

describe("who takes which path", () => {
  // The verification values of MurmurHash3.
  test.each([
    ["", 0, 0],
    ["", 1, 0x514e28b7],
    ["", 0xffffffff, 0x81f16f39],
    ["aaaa", 0x9747b28c, 0x5a97808a],
    ["aaa", 0x9747b28c, 0x283e0130],
    ["Hello, world!", 0x9747b28c, 0x24884cba],
    ["ππππππππ", 0x9747b28c, 0xd58063c1],
    ["The quick brown fox jumps over the lazy dog", 0x9747b28c, 0x2fa826cd],
  ])("the hash of “%s” is what everybody gets", (text, seed, hash) => {
    expect(murmur(text, seed)).toBe(hash);
  });

  // People who are in a funnel today take the same path after every release. Never change these.
  test.each([
    ["0b9f5a86-5c0e-4f39-8f3c-0b7a6c8a6f10", "split-k3f9", "8f14e45f-ceea-4b7a-9c3d-2e1f0a5b6c12", 1, 3, 0],
    ["0b9f5a86-5c0e-4f39-8f3c-0b7a6c8a6f10", "split-k3f9", "8f14e45f-ceea-4b7a-9c3d-2e1f0a5b6c13", 0, 1, 0],
    ["0b9f5a86-5c0e-4f39-8f3c-0b7a6c8a6f10", "split-k3f8", "8f14e45f-ceea-4b7a-9c3d-2e1f0a5b6c12", 0, 0, 0],
    ["1b9f5a86-5c0e-4f39-8f3c-0b7a6c8a6f10", "split-k3f9", "8f14e45f-ceea-4b7a-9c3d-2e1f0a5b6c12", 1, 2, 0],
    ["funnel", "a", "contact-1", 0, 2, 0],
    ["funnel", "a", "contact-2", 0, 0, 0],
    ["funnel", "b", "contact-1", 1, 3, 0],
    ["funnel", "b", "contact-6", 0, 0, 0],
    ["", "", "", 0, 0, 0],
  ])("%s, %s, %s", (funnelId, nodeId, contactId, halves, fifths, rare) => {
    const of = (given: number[]) => drawnPath(given, { funnelId, nodeId, contactId });
    expect([of([50, 50]), of([20, 20, 20, 20, 20]), of([85, 10, 5])]).toEqual([halves, fifths, rare]);
  });

  test("of ten thousand people, each path gets its share", () => {
    fc.assert(
      fc.property(shares, fc.string({ maxLength: 20 }), fc.uuid(), (given, nodeId, funnelId) => {
        const taken = pathsOf(given, nodeId, funnelId);
        for (const [at, share] of given.entries()) {
          const p = share / 100;
          const off = Math.abs(taken.filter((path) => path === at).length - PEOPLE * p);
          // Five standard deviations: chance alone does it once in two million.
          expect(off).toBeLessThanOrEqual(5 * Math.sqrt(PEOPLE * p * (1 - p)));
        }
      }),
      { numRuns: 30 },
    );
  });

  test("what they take at one step, or in one funnel, says nothing about another", () => {
    const other = fc.constantFrom(["split-2", "funnel-1"], ["split-1", "funnel-2"], ["split-10", "funnel-1"]);
    fc.assert(
      fc.property(other, fc.integer({ min: 10, max: 90 }), ([nodeId, funnelId], share) => {
        const here = pathsOf([share, 100 - share]);
        const there = pathsOf([share, 100 - share], nodeId, funnelId);
        const both = here.filter((path, at) => path === 0 && there[at] === 0).length;
        const p = (share / 100) ** 2;
        expect(Math.abs(both - PEOPLE * p)).toBeLessThanOrEqual(5 * Math.sqrt(PEOPLE * p * (1 - p)));
      }),
      { numRuns: 30 },
    );
  });

  test("with two paths, exactly those move by whom the shares differ", () => {
    const percent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(percent, percent, (before, now) => {
        const [was, is] = [before, now].map((share) => pathsOf([share, 100 - share]));
        const moved = was?.filter((path, at) => path !== is?.[at]) ?? [];
        expect(new Set(moved).size).toBeLessThanOrEqual(1);
        const p = Math.abs(before - now) / 100;
        expect(Math.abs(moved.length - PEOPLE * p)).toBeLessThanOrEqual(5 * Math.sqrt(PEOPLE * p * (1 - p)));
      }),
      { numRuns: 30 },
    );
  });

  test("with more, nobody moves who is not between an old and a new border", () => {
    fc.assert(
      fc.property(
        shares.chain((was) => shares.filter((is) => is.length === was.length).map((is) => ({ was, is }))),
        ({ was, is }) => {
          const borders = (given: readonly number[]) =>
            given.map((_, at) => given.slice(0, at + 1).reduce((sum, share) => sum + share, 0));
          const [old, now] = [borders(was), borders(is)];
          const between = old.reduce((sum, border, at) => sum + Math.abs(border - (now[at] ?? 0)), 0) / 100;
          const [before, after] = [pathsOf(was), pathsOf(is)];
          const moved = before.filter((path, at) => path !== after[at]).length / PEOPLE;
          expect(moved).toBeLessThanOrEqual(Math.min(1, between) + 0.025);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("a visit", () => {
  const settings = settingsOf(45, 45, [10, true]);
  const outcome = split.visit(settings, aPlace(0), aWorld(aHistory(), 0));

  test("leaves at once, with the path and its share as evidence", () => {
    expect(outcome).toEqual({
      answer: "leave",
      by: "b",
      because: {
        v: 1,
        why: "decided",
        items: [
          { topic: "path", value: "b", at: null },
          { topic: "share", value: 45, at: null },
        ],
      },
    });
  });

  test("is told by its evidence, also when the shares have changed since", () => {
    const because = (path: string, share: number) => ({
      v: 1 as const,
      why: "decided" as const,
      items: [
        { topic: "path", value: path, at: null },
        { topic: "share", value: share, at: null },
      ],
    });
    const told = (path: string, share: number) =>
      split.tells(settings, { exit: path, because: because(path, share), mail: null });
    expect(told("b", 40)).toBe("Chance chose path B, as for 40 % of people.");
    expect(told("c", 10)).toBe("Gets nothing, for comparison, as chance chose for 10 % of people.");
  });
});

test("its paths and its sentence say the shares", () => {
  const settings = settingsOf(45, 45, [10, true]);
  expect(split.exits(settings)).toEqual([
    { id: "a", label: "A 45\u00a0%", mayStayOpen: false },
    { id: "b", label: "B 45\u00a0%", mayStayOpen: false },
    { id: "c", label: "Nothing 10\u00a0%", mayStayOpen: true },
  ]);
  expect(split.summary(settings)).toBe("45\u00a0% A, 45\u00a0% B, 10\u00a0% get nothing, for comparison");
  expect(split.summary(split.initial())).toBe("50\u00a0% A, 50\u00a0% B");
});

test("issues", () => {
  const said = (...given: Parameters<typeof settingsOf>) =>
    split.issues(settingsOf(...given)).map(({ level, message }) => `${level}: ${message}`);
  expect(said(50, 50)).toEqual([]);
  expect(said(50, 40)).toEqual([
    "blocks: The shares add up to 90 %. Give out 10 % more, so that they make 100 %.",
  ]);
  expect(said(60, 50)).toEqual([
    "blocks: The shares add up to 110 %. Take away 10 %, so that they make 100 %.",
  ]);
  expect(said(100, 0)).toEqual([
    "warns: Nobody takes path B: its share is 0 %. Remove it, or give it a share.",
  ]);
  expect(said([50, true], [50, true])).toEqual([
    "blocks: Everybody gets nothing here. Let at least one path go on.",
  ]);
});

test("takes two to five paths, each once, with whole shares", () => {
  const takes = (paths: unknown) => splitSettings.safeParse({ paths }).success;
  const path = (id: string, share = 20) => ({ id, share });
  expect(takes([path("a"), path("b")])).toBe(true);
  expect(takes([path("a")])).toBe(false);
  expect(takes([..."abcdea"].map((id) => path(id)))).toBe(false);
  expect(takes([path("a"), path("a")])).toBe(false);
  expect(takes([path("a", 33.3), path("b")])).toBe(false);
  expect(takes([path("a", 101), path("b")])).toBe(false);
  expect(takes([path("a"), path("f")])).toBe(false);
});

test("even shares make 100", () => {
  const even = (count: number) =>
    evenly(settingsOf(...Array.from({ length: count }, () => 0)).paths).map(({ share }) => share);
  expect([even(2), even(3), even(5)]).toEqual([
    [50, 50],
    [34, 33, 33],
    [20, 20, 20, 20, 20],
  ]);
});
