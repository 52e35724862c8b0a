import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { findEntrances } from "./found";
import { table } from "./table";

const found = findEntrances(fileURLToPath(new URL("../..", import.meta.url)));

// A new entrance without an entry, and an entry whose entrance is gone, both fail. See README.md.
test.each(["pages", "routes", "actions"] as const)("the access table has exactly the app's %s", (kind) => {
  expect(found[kind].length).toBeGreaterThan(5);
  expect(Object.keys(table[kind]).sort()).toEqual([...found[kind]].sort());
});
