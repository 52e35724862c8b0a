import "server-only";
import { z } from "zod";
import type { RestRoute } from "@/app/_rest/described";
import { IDEMPOTENCY_KEY, idempotencyKey } from "@/app/_rest/idempotency-key";
import { firstIssue, sayIssue } from "@/app/_rest/issue";
import { db } from "@/db/client";
import { isAway } from "@/db/is-away";
import { openWithApiKey } from "@/db/queries/api-keys";
import { unstorable } from "@/lib/json";
import { AGAIN_IN } from "./or-away";
import { readJson } from "./read-json";

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Of<Route, Part extends string> = Route extends { [P in Part]: infer Schema }
  ? Parsed<Schema>
  : undefined;
type Answers<Route extends RestRoute> = Route["answers"];

/** What a REST route knows once key, address, query and body were checked. */
export type ApiCall<Route extends RestRoute> = {
  workspaceId: string;
  keyId: string;
  params: Of<Route, "params">;
  query: Of<Route, "query">;
  body: Of<Route, "body">;
  /** The Idempotency-Key; null without one, and for routes that take none. */
  idempotencyKey: string | null;
  /** One of the answers that the route is described with. */
  answer<Status extends keyof Answers<Route> & number>(
    status: Status,
    body: z.input<Answers<Route>[Status]["schema"]>,
  ): Response;
};

/** Of a route without any. */
const NO_QUERY = z.strictObject({});

type Context = { params: Promise<Record<string, string | string[] | undefined>> };

/**
 * The handler of a described route: key, what, then work. Every answer is JSON; whatever goes wrong has the form
 * `{ error: { code, message, path? } }`.
 *
 *     export const POST = apiRoute(sendEvents, async ({ workspaceId, body, answer }) => answer(202, { … }))
 */
export function apiRoute<Route extends RestRoute>(
  route: Route,
  work: (call: ApiCall<Route>) => Promise<Response>,
): ((request: Request, context: Context) => Promise<Response>) & { route: Route } {
  const handle = async (request: Request, context: Context): Promise<Response> => {
    const opened = await openedBy(request);
    if (!opened) return unauthorized();
    const params = route.params?.safeParse(await context.params);
    if (params && !params.success) return notFound();
    const query = parse(route.query ?? NO_QUERY, searchOf(request));
    if (query instanceof Response) return query;
    const body = await bodyOf(route, request);
    if (body instanceof Response) return body;
    const idempotencyKey = keyOf(route, request);
    if (idempotencyKey instanceof Response) return idempotencyKey;
    const call = { ...opened, params: params?.data, query, body, idempotencyKey, answer };
    // The parts were parsed by the very schemas that the type names.
    return work(call as unknown as ApiCall<Route>);
  };
  return Object.assign(neverThrows(handle), { route });
}

/** The handler of a described route that anybody may call. It takes nothing, and so has nothing to check. */
export function openRoute<Route extends RestRoute & { open: true }>(
  route: Route,
  work: (call: Pick<ApiCall<Route>, "answer">) => Promise<Response>,
): (() => Promise<Response>) & { route: Route } {
  return Object.assign(
    neverThrows(() => work({ answer })),
    { route },
  );
}

/** What breaks inside is a 500 that tells nothing of it; a database that is away is a 503. */
const neverThrows =
  <Given extends unknown[]>(handle: (...given: Given) => Promise<Response>) =>
  async (...given: Given): Promise<Response> => {
    try {
      return await handle(...given);
    } catch (error) {
      console.error(error);
      if (isAway(error)) {
        const response = refuse(
          503,
          "try_again",
          "The database does not answer at the moment. Send this again in a few seconds.",
        );
        response.headers.set("Retry-After", AGAIN_IN);
        return response;
      }
      return refuse(
        500,
        "internal",
        "Something went wrong here. Nothing is wrong with your request; try again.",
      );
    }
  };

/** A JSON answer that no cache keeps. */
export const answer = (status: number, body: unknown): Response =>
  Response.json(body, { status, headers: { "Cache-Control": "no-store" } });

/** `path` leads to the part of the body that is meant, for example ["contact", "email"]. */
export const refuse = (status: number, code: string, message: string, path?: PropertyKey[]): Response =>
  answer(status, { error: { code, message, ...(path?.length ? { path: path.map(String) } : {}) } });

/** For what is not there and for what is another workspace's: nobody can tell the two apart. */
export const notFound = (): Response => refuse(404, "not_found", "There is nothing at this address.");

function unauthorized(): Response {
  const response = refuse(401, "unauthorized", "Send a valid key: Authorization: Bearer fw_…");
  response.headers.set("WWW-Authenticate", "Bearer");
  return response;
}

function parse(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value, { error: sayIssue });
  if (!parsed.success) {
    const { message, path } = firstIssue(parsed.error);
    return refuse(400, "invalid", message, path);
  }
  const bad = Object.entries(parsed.data ?? {}).find((part) => unstorable(part) !== null);
  if (bad) {
    return refuse(
      400,
      "invalid",
      "A text holds a NUL character or half a character, which cannot be stored.",
      bad.slice(0, 1) as [string],
    );
  }
  return parsed.data;
}

function keyOf(route: RestRoute, request: Request): string | null | Response {
  const given = route.takesKey ? request.headers.get(IDEMPOTENCY_KEY) : null;
  if (given === null) return null;
  const key = parse(idempotencyKey, given);
  return key instanceof Response ? key : given;
}

async function bodyOf(route: RestRoute, request: Request): Promise<unknown> {
  if (!route.body) return undefined;
  const read = await readJson(request, route.bodyMayBeMissing ? { missing: {} } : {});
  return read.ok ? parse(route.body, read.value) : refuse(read.status, read.code, read.message);
}

/** A parameter that is there twice becomes a list, which no schema takes. */
function searchOf(request: Request): Record<string, string | string[]> {
  const search = new URL(request.url).searchParams;
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const values = search.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

async function openedBy(request: Request) {
  const key = /^Bearer (\S{1,200})$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  return key ? openWithApiKey(db(), key) : null;
}
