import type { Inngest, InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import type { Call } from "./call";

/** Functions called where they are, through the SDK's own serve handler. */
export function inProcess(client: Inngest.Any, functions: InngestFunction.Any[]): Call {
  const handler = serve({ client, functions });
  return async (request) => handler(request);
}

/** Functions called at a route, for example `http://127.0.0.1:3000/api/inngest`: edits to them apply at once. */
export function overHttp(route: string): Call {
  return async (request) => {
    const url = new URL(route);
    url.search = new URL(request.url).search;
    const headers = new Headers(request.headers);
    headers.delete("host");
    return fetch(url, { method: request.method, headers, body: await request.text(), redirect: "manual" });
  };
}
