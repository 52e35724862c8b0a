import { describe, expect, test } from "vitest";
import { aHistory, aPlace, aWorld } from "../sample-world";
import { updateContact } from "./definition";
import type { ContactChange } from "./settings";

const visit = (
  changes: ContactChange[],
  person: { tags?: string[]; fields?: Record<string, never> | object } = {},
) => {
  const history = aHistory({ person: person as never });
  const outcome = updateContact.visit({ changes }, aPlace(5), aWorld(history, 5));
  if (outcome.answer !== "leave") throw new Error("It waits.");
  return { changes: outcome.effects?.[0]?.changes ?? [], items: outcome.because.items, by: outcome.by };
};

const told = (changes: ContactChange[], person: Parameters<typeof visit>[1] = {}) => {
  const { items } = visit(changes, person);
  return updateContact.tells(
    { changes },
    { exit: "next", because: { v: 1, why: "changed", items }, mail: null },
  );
};

describe("what it does", () => {
  test("adds and removes a tag, and leaves alone what is so already", () => {
    const both: ContactChange[] = [
      { do: "add-tag", tag: "VIP" },
      { do: "remove-tag", tag: "cold" },
    ];
    expect(visit(both, { tags: ["cold"] })).toMatchObject({
      by: "next",
      changes: [
        { about: "tag", tag: "VIP", has: true },
        { about: "tag", tag: "cold", has: false },
      ],
    });
    expect(visit(both, { tags: ["VIP"] }).changes).toEqual([]);
  });

  test("sees what it has done itself", () => {
    const twice: ContactChange[] = [
      { do: "add-tag", tag: "a" },
      { do: "remove-tag", tag: "a" },
      { do: "raise", field: "n", by: 2 },
      { do: "raise", field: "n", by: 3 },
    ];
    expect(visit(twice).changes).toEqual([
      { about: "tag", tag: "a", has: true },
      { about: "tag", tag: "a", has: false },
      { about: "field", field: "n", value: 2 },
      { about: "field", field: "n", value: 5 },
    ]);
  });

  test.each<[string, unknown, number | null]>([
    ["nothing counts as 0", null, 1.5],
    ["a number", 10, 11.5],
    ["a text that is a number", " 10.25 ", 11.75],
    ["a text that is none", "many", null],
    ["yes", true, null],
    ["a list", [1], null],
    ["more than it may be", 1e12, null],
  ])("raises from %s", (_what, before, after) => {
    const { changes } = visit([{ do: "raise", field: "n", by: 1.5 }], {
      fields: before === null ? {} : { n: before },
    });
    expect(changes).toEqual(after === null ? [] : [{ about: "field", field: "n", value: after }]);
  });

  test("does not add up the dust of floating point", () => {
    expect(visit([{ do: "raise", field: "n", by: 0.2 }], { fields: { n: 0.1 } }).changes).toEqual([
      { about: "field", field: "n", value: 0.3 },
    ]);
  });

  test("asks for exactly what it changes", () => {
    const changes: ContactChange[] = [
      { do: "add-tag", tag: "VIP" },
      { do: "set-field", field: "plan", value: "pro" },
      { do: "raise", field: "", by: 1 },
    ];
    expect(updateContact.reads({ changes })).toEqual([
      { topic: "tag", tag: "VIP" },
      { topic: "field", field: "plan" },
    ]);
  });
});

describe("what it says", () => {
  test.each<[ContactChange[], string]>([
    [[{ do: "add-tag", tag: "" }], "Choose what changes"],
    [[{ do: "add-tag", tag: "VIP" }], "Add the tag “VIP”"],
    [
      [
        { do: "set-field", field: "plan", value: "pro" },
        { do: "lower", field: "score", by: 5 },
      ],
      "Set “plan” to “pro”, lower “score” by 5",
    ],
    [[{ do: "set-field", field: "vip", value: true }], "Set “vip” to yes"],
    [
      [1, 2, 3, 4].map((by) => ({ do: "raise", field: "n", by })),
      "Raise “n” by 1, raise “n” by 2, raise “n” by 3 and 1 more",
    ],
  ])("on its card", (changes, sentence) => {
    expect(updateContact.summary({ changes })).toBe(sentence);
  });

  test("of somebody who was there", () => {
    const changes: ContactChange[] = [
      { do: "add-tag", tag: "VIP" },
      { do: "remove-tag", tag: "cold" },
      { do: "raise", field: "score", by: 5 },
      { do: "set-field", field: "plan", value: "pro" },
    ];
    expect(told(changes, { tags: ["VIP", "cold"], fields: { score: 10, plan: "pro" } })).toBe(
      "Had the tag “VIP” already. Lost the tag “cold”. “score” became 15. “plan” was “pro” already.",
    );
    expect(told([{ do: "raise", field: "score", by: 5 }], { fields: { score: "many" } })).toBe(
      "“score” is no number, so it stayed as it was.",
    );
  });

  test("to an author who has not finished", () => {
    const messages = (changes: ContactChange[]) =>
      updateContact.issues({ changes }).map(({ message }) => message);
    expect(messages([])).toEqual(["Say what this step changes about the person."]);
    expect(
      messages([
        { do: "remove-tag", tag: "" },
        { do: "set-field", field: "", value: "x" },
        { do: "raise", field: "n", by: 0 },
        { do: "add-tag", tag: "fine" },
      ]),
    ).toEqual(["Name the tag to remove.", "Name the field to set.", "Say by how much to raise “n”."]);
  });
});
