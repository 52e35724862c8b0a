import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { aWorkspace } from "@/lib/nodes/sample-world";
import { check } from "./check";
import { flow as flowSchema } from "./flow";
import { overlap, tidy } from "./layout";

// Drawings as documents, as an older version of the app kept them. A new case is a new file in fixtures/:
// `about` says what it shows, `issues` is everything that a check says about it in a finished workspace.

const folder = new URL("./fixtures/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

const workspace = aWorkspace();

describe.each(files)("%s", (name) => {
  const document = JSON.parse(readFileSync(new URL(name, folder), "utf8"));

  test("is let in and kept as it is", () => {
    const flow = flowSchema.parse(document.flow);
    expect(flow).toMatchObject(document.flow);
    expect(flowSchema.parse(JSON.parse(JSON.stringify(flow)))).toEqual(flow);
  });

  test("has the issues it says", () => {
    expect(check(flowSchema.parse(document.flow), workspace)).toEqual(document.issues);
  });

  test("is drawn without overlapping cards", () => {
    const cards = tidy(flowSchema.parse(document.flow)).nodes.map((node) => node.position);
    for (const [at, card] of cards.entries()) {
      expect(cards.slice(at + 1).filter((other) => overlap(card, other))).toEqual([]);
    }
  });
});

test("there are documents", () => {
  expect(files.length).toBeGreaterThanOrEqual(4);
});
