import { z } from "zod";
import { factInput } from "@/lib/engine/fact-input";
import { strictFlow } from "@/lib/flow/flow";
import { properties } from "@/lib/json";
import type { RestRoute } from "./described";
import { routes } from "./routes";

type Json = Record<string, unknown>;

/** Shapes that stand once in the document and are pointed at. */
const named = new Map<z.core.$ZodType, string>([
  [strictFlow, "Flow"],
  [properties, "Properties"],
  [factInput, "Event"],
]);

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

const refused = (what: string, code: string, message: string): Json => ({
  description: what,
  content: { "application/json": { schema: { $ref: ERROR }, example: { error: { code, message } } } },
});
const ERROR = "#/components/schemas/Error";

/** Refusals that many routes have. */
const refusals: Record<number, Json> = {
  400: refused(
    "Something does not fit: an unknown field, another type, too many. Nothing was stored.",
    "invalid",
    "Not known here: “emial”. Check the spelling, or leave it out.",
  ),
  401: refused(
    "No key, or one that does not work.",
    "unauthorized",
    "Send a valid key: Authorization: Bearer fw_…",
  ),
  404: refused("There is no such thing in this workspace.", "not_found", "There is nothing at this address."),
  413: refused(
    "The body is larger than 1 MB. Nothing was stored.",
    "too_large",
    "The body is larger than 1 MB.",
  ),
  415: refused(
    "The body is not JSON.",
    "not_json",
    "Send the body as JSON, with the header Content-Type: application/json.",
  ),
};

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
      schemas: {
        ...Object.fromEntries(
          [...named].map(([schema, name]) => [name, jsonOf(schema as z.ZodType, "input")]),
        ),
        Error: jsonOf(errorShape, "output"),
      },
      responses: Object.fromEntries(Object.entries(refusals).map(([status, one]) => [nameOf(status), one])),
    },
  };
}

const nameOf = (status: number | string) => `Refused${status}`;

function operationOf(route: RestRoute): Json {
  const { example } = route;
  return {
    operationId: route.id,
    tags: [route.group],
    summary: route.summary,
    ...(route.about ? { description: route.about } : {}),
    ...(route.open ? { security: [] } : {}),
    parameters: [
      ...parametersOf(route.params, "path", example.params),
      ...parametersOf(route.query, "query", example.query),
    ],
    ...(route.body
      ? {
          requestBody: {
            required: !route.bodyMayBeMissing,
            content: {
              "application/json": {
                schema: jsonOf(route.body, "input"),
                ...("body" in example ? { example: example.body } : {}),
              },
            },
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
    const { description, ...rest } = jsonOf(part as z.ZodType, "input");
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

function answersOf(route: RestRoute): Json {
  const [first] = Object.keys(route.answers).toSorted((a, b) => worth(a) - worth(b));
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, { what, schema }]) => [
      status,
      {
        description: what,
        content: {
          "application/json": {
            schema: jsonOf(schema, "output"),
            ...(status === first ? { example: route.example.answer } : {}),
          },
        },
      },
    ]),
  );
}

/** Something new (201, 202) is the better example than nothing new (200); trouble is the worst. */
const worth = (status: string): number => (Number(status) >= 300 ? 1_000 : -Number(status));

function refusalsOf(route: RestRoute): Json {
  const common = [
    ...(route.query || route.body ? [400] : []),
    ...(route.open ? [] : [401]),
    ...(route.params ? [404] : []),
    ...(route.body ? [413, 415] : []),
  ].map((status) => [status, { $ref: `#/components/responses/${nameOf(status)}` }]);
  const own = Object.entries(route.refusals ?? {}).map(([status, { code, what }]) => [
    status,
    { description: `${code}: ${what}`, content: { "application/json": { schema: { $ref: ERROR } } } },
  ]);
  return Object.fromEntries([...common, ...own]);
}

/** JSON Schema of a zod schema: `input` of what is sent, `output` of what is answered. */
function jsonOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override({ zodSchema, jsonSchema, path }) {
      // The format says it, and is easier to read.
      if (jsonSchema.format === "uuid" || jsonSchema.format === "date-time") delete jsonSchema.pattern;
      const name = nameIn(zodSchema);
      if (!name || path.length === 0) return;
      const { description } = jsonSchema;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      Object.assign(jsonSchema, {
        $ref: `#/components/schemas/${name}`,
        ...(description ? { description } : {}),
      });
    },
  });
  return json as Json;
}

/** Something that was only described is a copy of the schema it was made from. */
function nameIn(schema: z.core.$ZodType): string | undefined {
  for (let one: z.core.$ZodType | undefined = schema; one; one = one._zod.parent) {
    const name = named.get(one);
    if (name) return name;
  }
  return undefined;
}
