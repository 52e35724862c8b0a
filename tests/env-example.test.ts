import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { envSchema } from "@/lib/env";

/** Next puts their values into the code while it builds; nobody sets them. */
const writtenInByNext = /process\.env\.(NODE_ENV|NEXT_RUNTIME)\b/g;

test(".env.example names every setting, and no other", () => {
  const named = [...readFileSync(".env.example", "utf8").matchAll(/^#?\s*([A-Z][A-Z0-9_]*)=/gm)];
  expect(named.map(([, key]) => key).sort()).toEqual(Object.keys(envSchema.shape).sort());
});

test("lib/env.ts is the only reader of process.env", () => {
  const rooms = ["app", "components", "lib", "db", "emails", "inngest"].filter((room) => existsSync(room));
  const top = readdirSync(".").filter((name) => /^(instrumentation.*|proxy)\.ts$/.test(name));
  const files = [...rooms.flatMap(sourcesIn), ...top];
  expect(files.length).toBeGreaterThan(20);
  const readers = files.filter((file) => {
    const text = readFileSync(file, "utf8").replaceAll(writtenInByNext, "");
    return /process\s*\.\s*env\b|\benv\b[^;]*\bfrom "node:process"/.test(text);
  });
  expect(readers).toEqual([path.join("lib", "env.ts")]);
});

function sourcesIn(room: string): string[] {
  return readdirSync(room, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => path.join(room, name));
}
