import { readFileSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import type { App } from "../browser/app";

/** A call of the REST API with the key of the first start. Throws what was answered when it is refused. */
export async function post<T>({ baseUrl, demo }: App, address: string, body: unknown): Promise<T> {
  const response = await fetch(`${baseUrl}/api/v1/${address}`, {
    method: "POST",
    headers: { authorization: `Bearer ${demo.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${address} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** Does something for each of many, a few at a time. */
export async function forAll<T>(many: readonly T[], act: (one: T) => Promise<unknown>, atOnce = 6) {
  const rest = many[Symbol.iterator]();
  const worker = async () => {
    for (const one of rest) await act(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** The database of a running embedded app, found as its own runner finds it. */
export function openDatabase({ folder }: App): postgres.Sql {
  const [, , , port] = readFileSync(path.join(folder, "pgdata", "postmaster.pid"), "utf8").split("\n");
  const password = readFileSync(path.join(folder, "postgres-password"), "utf8");
  return postgres(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`, { max: 2, onnotice() {} });
}
