import { readFileSync } from "node:fs";
import path from "node:path";
import type { RouteCall } from "./entry";
import type { World } from "./world";

/** A server action of the build: its id, its name in the table, and an address that carries it. */
export type BuiltAction = { id: string; name: string; page: string };

/** Every server action that the build answers to, found in its own list. */
export function builtActions(distDir: string): BuiltAction[] {
  const file = path.join(distDir, "server", "server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(file, "utf8")) as {
    node: Record<string, { workers: Record<string, unknown>; exportedName: string; filename: string }>;
  };
  return Object.entries(node).map(([id, { workers, exportedName, filename }]) => ({
    id,
    name: `${filename}#${exportedName.startsWith("$$") ? "inline" : exportedName}`,
    page: addressOf(Object.keys(workers)[0] ?? ""),
  }));
}

/** "app/(studio)/funnels/[id]/page" answers at "/funnels/x". */
const addressOf = (worker: string) =>
  `/${worker
    .split("/")
    .slice(1, -1)
    .filter((folder) => !/^\(.*\)$/.test(folder))
    .map((folder) => (folder.startsWith("[") ? "x" : folder))
    .join("/")}`;

/** Signs somebody in as the browser does. Answers their cookie header. */
export async function signIn(
  { baseUrl }: Pick<World, "baseUrl">,
  { email, password }: { email: string; password: string },
): Promise<string> {
  const response = await fetch(`${baseUrl}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: baseUrl },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`Signing in as ${email} answered ${response.status}.`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

export type Outcome = { status: number; goesTo: string | null; answer: unknown };

/** Calls an action as the browser does. `origin` null: without that header. */
export async function callAction(
  { baseUrl }: Pick<World, "baseUrl">,
  { id, page }: BuiltAction,
  input: unknown,
  { cookie = "", origin = baseUrl }: { cookie?: string; origin?: string | null } = {},
): Promise<Outcome> {
  const response = await fetch(baseUrl + page, {
    method: "POST",
    redirect: "manual",
    headers: {
      "next-action": id,
      accept: "text/x-component",
      "content-type": "text/plain;charset=UTF-8",
      ...(cookie ? { cookie } : {}),
      ...(origin === null ? {} : { origin }),
    },
    body: JSON.stringify(input === undefined ? [] : [input]),
  });
  const goesTo = response.headers.get("x-action-redirect")?.split(";")[0] ?? null;
  return { status: response.status, goesTo, answer: answerIn(await response.text()) };
}

/** The `Result` an action returned, out of the stream of rows that carries it. Undefined when there is none. */
function answerIn(stream: string): unknown {
  const row = /"a":"\$@(\w+)"/.exec(stream)?.[1];
  // A row of text before it ends without a line break.
  const start = stream.indexOf(`${row}:{"ok":`);
  return start < 0 ? undefined : JSON.parse(stream.slice(start + `${row}:`.length).split("\n")[0] ?? "");
}

export function callRoute(
  { baseUrl }: World,
  method: string,
  { path: address, json, form, headers = {} }: RouteCall,
  { cookie, key }: { cookie?: string; key?: string } = {},
): Promise<Response> {
  const body = json !== undefined ? JSON.stringify(json) : form && new URLSearchParams(form);
  return fetch(baseUrl + address, {
    method,
    redirect: "manual",
    headers: {
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...(cookie ? { cookie } : {}),
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...headers,
    },
    body,
  });
}
