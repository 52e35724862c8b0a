import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findEntrances } from "../access/found";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type Handler = ((request: Request, context: object) => Promise<Response>) & { route?: unknown };

/** "GET /api/v1/funnels/{funnelId}" of every handler in the files of the REST API; that for all other addresses aside. */
export const handlersInFiles = (): string[] =>
  findEntrances(root)
    .routes.filter((name) => / \/api\/(v1\/|health$)/.test(name) && !name.includes("[..."))
    .map((name) => name.replace(/\[(\w+)\]/g, "{$1}"));

/** The handler that the file of this path exports. */
export async function handlerOf(method: string, address: string): Promise<Handler> {
  const file = path.join(root, "app", address.replace(/\{(\w+)\}/g, "[$1]"), "route.ts");
  const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<string, Handler>;
  const handler = module[method];
  if (!handler) throw new Error(`${address} has no ${method}.`);
  return handler;
}

export type Call = {
  method: string;
  /** With parameters in braces. */
  path: string;
  params?: Record<string, string>;
  query?: Record<string, string> | string;
  /** Sent as JSON; a text as it is. */
  body?: unknown;
  key?: string | null;
  headers?: Record<string, string>;
};

/** Calls a route as it would be called from outside, without a server. */
export async function call({ method, path: address, params = {}, query = {}, body, key, headers }: Call) {
  const handler = await handlerOf(method, address);
  const filled = address.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ""));
  const search = typeof query === "string" ? query : new URLSearchParams(query).toString();
  const request = new Request(`http://localhost:3000${filled}${search ? `?${search}` : ""}`, {
    method,
    headers: {
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const response = await handler(request, { params: Promise.resolve(params) });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
