import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Every entrance of the app, as its files have them. */
export function findEntrances(root: string): { pages: string[]; routes: string[]; actions: string[] } {
  const files = readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" })
    .map((file) => `app/${file.split(path.sep).join("/")}`)
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));
  const source = (file: string) => readFileSync(path.join(root, file), "utf8");
  return {
    pages: files.filter((file) => /\/page\.tsx?$/.test(file)).map(addressOf),
    routes: files
      .filter((file) => /\/route\.tsx?$/.test(file))
      .flatMap((file) => methodsOf(source(file)).map((method) => `${method} ${addressOf(file)}`)),
    actions: files.flatMap((file) => actionsOf(source(file)).map((name) => `${file}#${name}`)),
  };
}

/** "app/(studio)/funnels/[id]/page.tsx" answers at "/funnels/[id]". */
function addressOf(file: string): string {
  const folders = file.split("/").slice(1, -1);
  return `/${folders.filter((folder) => !/^\(.*\)$/.test(folder)).join("/")}`;
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

const methodsOf = (source: string): string[] => exportsOf(source).filter((name) => METHODS.includes(name));

/** Exports of a file of actions, and one "inline" for a function elsewhere that says it is one. */
function actionsOf(source: string): string[] {
  if (/^\s*(["'])use server\1/.test(source)) return exportsOf(source);
  return /^\s+(["'])use server\1/m.test(source) ? ["inline"] : [];
}

/** Names a module exports as values. */
function exportsOf(source: string): string[] {
  const declared = [...source.matchAll(/^export\s+(?:async\s+)?(?:function\*?|const|let|class)\s+(\w+)/gm)];
  const taken = [...source.matchAll(/^export\s+(?:const|let)\s*\{([^}]*)\}\s*=/gm)];
  const listed = [...source.matchAll(/^export\s*\{([^}]*)\}/gm)];
  const names = [...taken, ...listed].flatMap(([, list = ""]) =>
    list
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== "" && !item.startsWith("type "))
      .map((item) => item.split(/\s+as\s+|\s*:\s*/).at(-1) ?? item),
  );
  const isDefault = /^export\s+default\b/m.test(source) ? ["default"] : [];
  return [...declared.map(([, name = ""]) => name), ...names, ...isDefault];
}
