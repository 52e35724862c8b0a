import { expect, test } from "vitest";
import { readPeopleQuery } from "./people-query";

const nobody = { nodeId: undefined, path: undefined, search: "" };

test.each([
  [{}, { ...nobody, which: "here" }],
  [
    { which: "entered", step: "hello" },
    { ...nobody, which: "entered", nodeId: "hello" },
  ],
  [
    { which: "left", step: "asked", path: "yes", q: " ada " },
    { which: "left", nodeId: "asked", path: "yes", search: "ada" },
  ],
  // What the form of the list still carries although it does not fit any more.
  [
    { which: "ended", step: "" },
    { ...nobody, which: "ended" },
  ],
  [
    { which: "ended", step: "asked", path: "yes" },
    { ...nobody, which: "ended" },
  ],
  [{ which: "sent" }, { ...nobody, which: "here" }],
  [
    { which: "sent", step: "" },
    { ...nobody, which: "here" },
  ],
  [
    { which: ["a", "b"], step: ["x"], q: ["y"] },
    { ...nobody, which: "here" },
  ],
  [
    { which: "drop table", q: "x".repeat(500) },
    { ...nobody, which: "here" },
  ],
])("%j asks for %j", (address, asked) => {
  expect(readPeopleQuery(address)).toEqual(asked);
});
