import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

// The floor plan: which room a file is in, and what it may look at from there. Rooms are tried in this order;
// the first that a file's path matches is its own. Packages are named only where the room is choosy about them.

type Room = {
  name: string;
  files: RegExp;
  /** Rooms whose files it may import, its own aside; null: all but tests. */
  mayImport: readonly string[] | null;
  /** The only packages it may import. */
  packages?: readonly string[];
  /** Packages it must not import, with what is inside them. */
  never?: readonly string[];
  /** Nothing in it may ask for the time or for chance: both are arguments. */
  timeless?: true;
  /** Its files begin with `import "server-only"` (or are server actions). */
  guarded?: RegExp;
};

const SCREEN = ["react", "react-dom", "next", "@xyflow/react", "radix-ui", "lucide-react", "zustand"];
const STORE = ["drizzle-orm", "postgres", "inngest", "resend"];

const rooms: readonly Room[] = [
  { name: "tests", files: /\.(test|spec|bench)\.tsx?$|^(tests|bench)\//, mayImport: null },
  {
    // Support that stands beside what it supports. Nothing but tests may lean on it.
    name: "test support",
    files:
      /^lib\/flow\/(arbitrary(-[a-z]+)?|sample-flow)\.ts$|^lib\/nodes\/sample-world\.ts$|(^|\/)testing\.tsx?$/,
    mayImport: null,
  },
  { name: "config", files: /^[\w-]+\.(config|setup)\.(ts|mts)$/, mayImport: [] },
  { name: "env", files: /^lib\/env\.ts$/, mayImport: [], packages: ["zod", "server-only"] },
  {
    name: "ui",
    files: /^components\/|^lib\/nodes\/[^/]+\/[^/]+\.tsx$|^lib\/nodes\/(forms|form-props|icons)\.tsx?$/,
    mayImport: ["domain"],
    never: STORE,
  },
  {
    name: "domain",
    files:
      /^lib\/(flow|nodes|rules|time|mail|templates)\/|^lib\/(result|json|money|member-role|password)\.ts$/,
    mayImport: [],
    packages: ["zod", "temporal-polyfill", "liquidjs", "isbot"],
    timeless: true,
  },
  {
    name: "engine",
    files: /^(lib\/engine|inngest)\//,
    mayImport: ["domain", "env", "db", "emails"],
    never: SCREEN,
    guarded: /^lib\/engine\//,
  },
  {
    name: "db",
    files: /^db\//,
    mayImport: ["domain", "env"],
    never: [...SCREEN, "inngest", "resend"],
    guarded: /^db\/(queries\/|client\.ts$)/,
  },
  { name: "emails", files: /^emails\//, mayImport: ["domain"], never: [...STORE, "next"] },
  {
    name: "app",
    files: /^app\/|^(proxy|instrumentation)\.ts$/,
    mayImport: ["ui", "domain", "env", "db", "engine", "emails"],
    guarded: /^app\/_server\//,
  },
];

/** Where people may ask `process.env` for anything. */
const readsEnvironment = new Set(["env", "config", "tests", "test support"]);

/** What Next puts in at build time is no setting. */
const BUILT_IN = /\bprocess\.env\.(NODE_ENV|NEXT_RUNTIME)\b/g;

/** A second interpreter only proves something while it shares nothing with the first but the words; `drive` runs both. */
const isReference = (file: string) => /^tests\/reference\/(?!drive\.ts$|.*\.test\.ts$)/.test(file);
const referenceMayImport = /^lib\/(flow\/(flow|world)|json|nodes\/(contract|definitions))\.ts$/;

const root = fileURLToPath(new URL("..", import.meta.url));

function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return /^(node_modules|\.)/.test(entry.name) ? [] : filesIn(file);
    return /\.(ts|tsx|mts|cts)$/.test(entry.name) ? [file] : [];
  });
}

/** Next writes this one. */
const files = filesIn("")
  .filter((file) => file !== "next-env.d.ts")
  .toSorted();
const known = new Set(files);
const roomOf = (file: string) => rooms.find((room) => room.files.test(file));

type Import = { from: string; typesOnly: boolean };

/** Every import and re-export of a source, also those made at run time. */
function importsOf(code: string): Import[] {
  const found: Import[] = [];
  const statement = /\b(?:import|export)\s+(type\s)?(?:[\w$\s{},*]+?\sfrom\s+)?["']([^"'\n]+)["']/g;
  for (const [, type, from] of code.matchAll(statement)) {
    found.push({ from: from ?? "", typesOnly: type !== undefined });
  }
  for (const [, from] of code.matchAll(/\b(?:import|require)\s*\(\s*["'`]([^"'`\n]+)["'`]/g)) {
    found.push({ from: from ?? "", typesOnly: false });
  }
  return found;
}

/** Comments may say what code must not do. */
const withoutComments = (source: string) =>
  source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`\\])\/\/.*$/gm, "$1");

/** The file that an import leads to; null for a package. */
function fileOf(from: string, importer: string): string | null {
  const base = from.startsWith("@/")
    ? from.slice(2)
    : from.startsWith(".")
      ? path.posix.join(path.posix.dirname(importer), from)
      : null;
  if (base === null) return null;
  const candidates = [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`, `${base}/index.tsx`];
  return candidates.find((file) => known.has(file)) ?? base;
}

const packageOf = (from: string) =>
  from
    .split("/")
    .slice(0, from.startsWith("@") ? 2 : 1)
    .join("/");

/** Everything a file does that its room does not allow, as sentences. */
function problemsOf(file: string, source: string): string[] {
  const room = roomOf(file);
  if (!room) return ["is in no room: name one for it in lib/floors.test.ts"];
  const code = withoutComments(source);
  const problems: string[] = [];

  for (const { from, typesOnly } of importsOf(code)) {
    const target = fileOf(from, file);
    if (target === null) {
      const name = packageOf(from);
      const unlisted = room.packages && !room.packages.includes(name);
      if (unlisted || room.never?.includes(name)) problems.push(`imports ${from}: not for ${room.name}`);
      continue;
    }
    const other = roomOf(target)?.name;
    if (isReference(file)) {
      const allowed = isReference(target) || (typesOnly && referenceMayImport.test(target));
      if (!allowed) problems.push(`imports ${from}: the reference may know only the words of lib/flow`);
    } else if (/^(tests|test support)$/.test(other ?? "")) {
      if (!/^(tests|test support)$/.test(room.name)) problems.push(`imports ${from}: that is for tests only`);
    } else if (/\.(ts|tsx)$/.test(target) && other !== room.name) {
      if (room.mayImport !== null && !room.mayImport.includes(other ?? "")) {
        problems.push(`imports ${from}: ${room.name} may not look at ${other}`);
      }
    }
  }

  if (!readsEnvironment.has(room.name)) {
    const rest = room.name === "app" ? code.replace(BUILT_IN, "") : code;
    if (/\bprocess\.env\b/.test(rest)) problems.push("reads process.env: lib/env.ts is its only reader");
  }
  if (room.timeless) {
    const asks = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\(|\brandomUUID\b|\bperformance\.now\b/;
    const asked = asks.exec(code)?.[0];
    if (asked) problems.push(`asks ${asked}: time and chance are arguments here`);
  }
  if (room.guarded?.test(file) && !/^import "server-only";$|^"use server";$/m.test(code)) {
    problems.push('lacks import "server-only"');
  }
  if (/(^|\/)(utils?|helpers?|types|manager)\.tsx?$/.test(file)) {
    problems.push("has a name that says nothing: name a file after what it exports");
  }
  return problems;
}

test.each(files)("%s", (file) => {
  expect(problemsOf(file, readFileSync(path.join(root, file), "utf8"))).toEqual([]);
});

describe("the guard sees", () => {
  test.each<[string, string, string]>([
    ["the domain reaching for React", "lib/flow/edit.ts", 'import { useState } from "react";'],
    ["a path inside a package", "lib/rules/rule.ts", 'import { sql } from "drizzle-orm/pg-core";'],
    ["node in the domain", "lib/mail/fill.ts", 'import { readFileSync } from "node:fs";'],
    ["types across floors", "lib/flow/check.ts", 'import type { Db } from "@/db/client";'],
    ["a relative way out", "lib/flow/walk.ts", 'import { env } from "../env";'],
    ["several lines", "lib/flow/walk.ts", 'import {\n  a,\n  b as c,\n} from "@/components/ui/button";'],
    ["an import at run time", "components/ui/button.tsx", 'const x = await import("@/db/client");'],
    ["a type taken from an import", "components/ui/button.tsx", 'type Db = import("@/db/client").Db;'],
    ["a re-export", "components/ui/button.tsx", 'export * from "@/lib/engine/advance";'],
    ["a bare import", "emails/index.ts", 'import "@/db/client";'],
    [
      "the database leaning on the engine",
      "db/client.ts",
      'import "server-only";\nimport "@/lib/engine/advance";',
    ],
    ["the engine leaning on the app", "inngest/client.ts", 'import { a } from "@/app/_server/action";'],
    ["a form leaning on the app", "lib/nodes/wait/form.tsx", 'import { a } from "@/app/_server/action";'],
    [
      "product code leaning on a test's",
      "components/ui/button.tsx",
      'import { drawn } from "@/lib/flow/sample-flow";',
    ],
    [
      "the reference leaning on the walk",
      "tests/reference/interpret.ts",
      'import type { Step } from "@/lib/flow/walk";',
    ],
    [
      "the reference running our code",
      "tests/reference/interpret.ts",
      'import { exitsOf } from "@/lib/flow/flow";',
    ],
    ["a setting read elsewhere", "lib/mail/fill.ts", "const url = process.env.APP_URL;"],
    ["a setting read by a page", "app/page.tsx", "const url = process.env.APP_URL;"],
    ["the clock", "lib/flow/walk.ts", "const now = Date.now();"],
    ["the clock by a date", "lib/time/duration.ts", "const now = new Date();"],
    ["chance", "lib/nodes/wait/definition.ts", "const x = Math.random();"],
    ["an id by chance", "lib/flow/edit.ts", "const id = crypto.randomUUID();"],
    ["an unguarded server file", "lib/engine/advance.ts", "export const a = 1;"],
    ["an unguarded query", "db/queries/funnels.ts", "export const a = 1;"],
    ["a name that says nothing", "components/utils.ts", "export const a = 1;"],
    ["a file in no room", "services/mail.ts", "export const a = 1;"],
  ])("%s", (_, file, code) => {
    expect(problemsOf(file, code)).toHaveLength(1);
  });

  test.each<[string, string, string]>([
    ["a date of a given moment", "lib/time/duration.ts", "const at = new Date(now);"],
    ["chance as an argument", "lib/flow/edit.ts", "function f(random: () => number = Math.random) {}"],
    ["a comment", "lib/flow/edit.ts", '// Not import "react", nor Date.now().\n/* process.env */'],
    ["an address in a text", "lib/mail/document.ts", 'const a = "https://example.org";'],
    ["what Next puts in", "app/page.tsx", 'if (process.env.NODE_ENV === "production") notFound();'],
    ["the words of the flow", "tests/reference/interpret.ts", 'import type { Flow } from "@/lib/flow/flow";'],
    ["an action", "app/_server/sign.ts", '"use server";\nexport async function sign() {}'],
  ])("and lets pass %s", (_, file, code) => {
    expect(problemsOf(file, code)).toEqual([]);
  });

  test("every room", () => {
    for (const room of rooms) expect(files.filter((file) => roomOf(file) === room).length).toBeGreaterThan(0);
  });
});
