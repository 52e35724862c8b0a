import "server-only";
import type { z } from "zod";
import { db } from "@/db/client";
import { openWithApiKey } from "@/db/queries/api-keys";
import { unstorable } from "@/lib/json";
import { readJson } from "./read-json";

/** What a REST route knows once key, address and body were checked. */
export type ApiCall<Input, Params> = {
  workspaceId: string;
  keyId: string;
  input: Input;
  params: Params;
  request: Request;
};

type Context = { params: Promise<Record<string, string | string[] | undefined>> };

type Shape<Input extends z.ZodType, Params extends z.ZodType> = {
  /** Shape of the JSON body. Without it the body is not read. */
  schema?: Input;
  /** Shape of the route's parameters. What does not fit is not found. */
  params?: Params;
};

/**
 * A route of the REST API: key, what, then work. Every answer is JSON; whatever goes wrong has the form
 * `{ error: { code, message, path? } }`.
 *
 *     export const POST = apiRoute({ schema: newEvent }, async ({ workspaceId, input }) => answer(202, { … }))
 */
export function apiRoute<Input extends z.ZodType = z.ZodUndefined, Params extends z.ZodType = z.ZodUndefined>(
  { schema, params }: Shape<Input, Params>,
  work: (call: ApiCall<z.output<Input>, z.output<Params>>) => Promise<Response>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    try {
      const opened = await openedBy(request);
      if (!opened) {
        const response = refuse(401, "unauthorized", "Send a valid key: Authorization: Bearer fw_…");
        response.headers.set("WWW-Authenticate", "Bearer");
        return response;
      }
      const place = params?.safeParse(await context.params);
      if (place && !place.success) return refuse(404, "not_found", "There is nothing at this address.");
      let input: unknown;
      if (schema) {
        const body = await readJson(request);
        if (!body.ok) return refuse(body.status, body.code, body.message);
        const parsed = schema.safeParse(body.value);
        if (!parsed.success) {
          const [issue] = parsed.error.issues;
          return refuse(400, "invalid", issue?.message ?? "The body does not fit.", issue?.path);
        }
        if (unstorable(parsed.data) !== null) {
          return refuse(
            400,
            "invalid",
            "A text holds a NUL character or half a character, which cannot be stored.",
          );
        }
        input = parsed.data;
      }
      return await work({
        ...opened,
        input: input as z.output<Input>,
        params: place?.data as z.output<Params>,
        request,
      });
    } catch (error) {
      console.error(error);
      return refuse(
        500,
        "internal",
        "Something went wrong here. Nothing is wrong with your request; try again.",
      );
    }
  };
}

/** A JSON answer that no cache keeps. */
export const answer = (status: number, body: unknown): Response =>
  Response.json(body, { status, headers: { "Cache-Control": "no-store" } });

/** `path` leads to the part of the body that is meant, for example ["contact", "email"]. */
export const refuse = (status: number, code: string, message: string, path?: PropertyKey[]): Response =>
  answer(status, { error: { code, message, ...(path?.length ? { path: path.map(String) } : {}) } });

async function openedBy(request: Request) {
  const key = /^Bearer (\S{1,200})$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  return key ? openWithApiKey(db(), key) : null;
}
