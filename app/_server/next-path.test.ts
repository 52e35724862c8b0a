import { expect, test } from "vitest";
import { nextPath } from "./next-path";

test("a path of ours is kept whole", () => {
  for (const path of ["/funnels", "/funnels/7?tab=people#x", "/a/b/../c", "/käse?q=1"]) {
    expect(nextPath(path)).toBe(new URL(path, "http://here").href.slice("http://here".length));
  }
});

test.each([
  undefined,
  ["/a", "/b"],
  "",
  "funnels",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/.//evil.example",
  "/..//evil.example",
  "/a/..//evil.example",
  "https://evil.example",
  "https:evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  " //evil.example",
  "/%5c@evil.example/..//evil.example",
  `/${"a".repeat(3000)}`,
])("%j leads nowhere else", (asked) => {
  const path = nextPath(asked);
  expect(path).toBe("/");
  expect(new URL(path, "http://ours.example").origin).toBe("http://ours.example");
});
