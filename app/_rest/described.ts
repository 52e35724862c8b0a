import type { z } from "zod";

/** One answer of a route: what it means, and its exact shape. */
type Answer = { what: string; schema: z.ZodType };

/**
 * A route of the REST API, described once: its handler parses by this, the document at /api/v1/openapi.json and the
 * page in Settings are made from it, and the tests call it by its own examples.
 */
export type RestRoute = {
  method: "GET" | "POST" | "PUT";
  /** From the root of the app, with parameters in braces: "/api/v1/funnels/{funnelId}". */
  path: string;
  /** The noun it stands under in the document. */
  group: string;
  /** Name in the document, and the anchor on the page. */
  id: string;
  /** One line: "Publish a funnel". */
  summary: string;
  /** What one must know beyond that. */
  about?: string;
  /** Anybody may call it, without a key. */
  open?: true;
  /** Of the address. What does not fit is not found. */
  params?: z.ZodObject;
  /** Of the query string, strict. */
  query?: z.ZodObject;
  /** Of the JSON body, strict. */
  body?: z.ZodType;
  /** No body at all is an empty one. */
  bodyMayBeMissing?: true;
  /** It makes something new: an Idempotency-Key keeps it from being made twice. */
  takesKey?: true;
  /** By status. */
  answers: Readonly<Record<number, Answer>>;
  /** Refusals of its own, beside those that every route has, by status. */
  refusals?: Readonly<Record<number, { code: string; what: string }>>;
  /** A call that works, and its answer. */
  example: {
    params?: Record<string, string>;
    query?: Record<string, string>;
    body?: unknown;
    answer: unknown;
  };
};

/** Keeps the exact shapes, so that the handler knows what it is given and what it may answer. */
export const described = <const Route extends RestRoute>(route: Route): Route => route;
