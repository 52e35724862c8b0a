import { z } from "zod";
import type { RestRoute } from "./described";
import { IDEMPOTENCY_KEY, idempotencyKey } from "./idempotency-key";
import { type JsonSchema, jsonSchemaOf, namedSchemas } from "./json-schema";
import { commonRefusals, commonTo, ownRefusals } from "./refusals";
import { routes } from "./routes";

type Json = Record<string, unknown>;

const errorShape = z.strictObject({
  error: z.strictObject({
    code: z.string().describe("For programs; it does not change."),
    message: z.string().describe("For people: what to change."),
    path: z
      .array(z.string())
      .optional()
      .describe('The way to the part that is meant, for example ["contact", "email"].'),
  }),
});
const ERROR = "#/components/schemas/Error";

/** The OpenAPI 3.1 document of the REST API at that address. It is made from what the handlers parse by. */
export function openApi(appUrl: string): Json & { openapi: "3.1.0"; paths: Record<string, Json> } {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Funnelwright",
      version: "1",
      description:
        "Draw a funnel, turn it on, and watch people move through it. Moments are ISO 8601; amounts are whole minor units (4990 is 49.90 EUR).",
    },
    servers: [{ url: appUrl }],
    security: [{ key: [] }],
    tags: [...new Set(routes.map(({ group }) => group))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "A key from Settings → Keys." },
      },
      schemas: { ...namedSchemas(), Error: jsonSchemaOf(errorShape, "output") },
      responses: Object.fromEntries(
        commonRefusals.map(({ status, code, what, message }) => [
          nameOf(status),
          { description: what, content: json({ $ref: ERROR }, { error: { code, message } }) },
        ]),
      ),
    },
  };
}

const nameOf = (status: number) => `Refused${status}`;

const json = (schema: JsonSchema, example?: unknown): Json => ({
  "application/json": { schema, ...(example === undefined ? {} : { example }) },
});

function operationOf(route: RestRoute): Json {
  const { example, body } = route;
  return {
    operationId: route.id,
    tags: [route.group],
    summary: route.summary,
    ...(route.about ? { description: route.about } : {}),
    ...(route.open ? { security: [] } : {}),
    parameters: [
      ...parametersOf(route.params, "path", example.params),
      ...parametersOf(route.query, "query", example.query),
      ...(route.takesKey ? [keyParameter] : []),
    ],
    ...(body
      ? {
          requestBody: {
            required: !route.bodyMayBeMissing,
            content: json(jsonSchemaOf(body, "input"), example.body),
          },
        }
      : {}),
    responses: { ...answersOf(route), ...refusalsOf(route) },
  };
}

function parametersOf(
  schema: z.ZodObject | undefined,
  place: "path" | "query",
  examples: Record<string, string> = {},
): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, part]) => {
    const { description, ...rest } = jsonSchemaOf(part as z.ZodType, "input");
    return {
      name,
      in: place,
      required: place === "path",
      ...(description ? { description } : {}),
      schema: rest,
      ...(name in examples ? { example: examples[name] } : {}),
    };
  });
}

const { description: aboutKey, ...keySchema } = jsonSchemaOf(idempotencyKey, "input");
const keyParameter: Json = {
  name: IDEMPOTENCY_KEY,
  in: "header",
  required: false,
  description: aboutKey,
  schema: keySchema,
};

/** Something new (201, 202) is the better example than nothing new (200); trouble is the worst. */
const worth = (status: string): number => (Number(status) >= 300 ? 1_000 : -Number(status));

function answersOf(route: RestRoute): Json {
  const [best] = Object.keys(route.answers).toSorted((a, b) => worth(a) - worth(b));
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, { what, schema }]) => [
      status,
      {
        description: what,
        content: json(jsonSchemaOf(schema, "output"), status === best ? route.example.answer : undefined),
      },
    ]),
  );
}

function refusalsOf(route: RestRoute): Json {
  const common = commonTo(route).map((status) => [
    status,
    { $ref: `#/components/responses/${nameOf(status)}` },
  ]);
  const own = ownRefusals(route).map(({ status, code, what }) => [
    status,
    { description: `${code}: ${what}`, content: json({ $ref: ERROR }) },
  ]);
  return Object.fromEntries([...common, ...own]);
}
