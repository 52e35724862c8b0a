import { z } from "zod";
import { openApi } from "@/app/_rest/openapi";

type Media = { "application/json": { schema: JsonSchema; example?: unknown } };
type JsonSchema = Record<string, unknown>;
type Parameter = { name: string; in: "path" | "query" | "header"; schema: JsonSchema; example?: string };

export type Operation = {
  name: string;
  method: string;
  path: string;
  /** Anybody may call it. */
  isOpen: boolean;
  parameters: Parameter[];
  body: { schema: JsonSchema; example: unknown; required: boolean } | null;
  /** By status; what is only pointed at is looked up. */
  responses: Record<string, { description: string; content?: Media }>;
};

type Written = {
  security?: unknown[];
  parameters: Parameter[];
  requestBody?: { required: boolean; content: Media };
  responses: Record<string, { $ref?: string; description: string; content?: Media }>;
};

/** As anybody gets it who downloads it: through JSON. */
export const document = JSON.parse(JSON.stringify(openApi("http://localhost:3000"))) as {
  paths: Record<string, Record<string, Written>>;
  components: { schemas: Record<string, JsonSchema>; responses: Operation["responses"] };
};

export const operations: Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([verb, written]) => {
    const method = verb.toUpperCase();
    const media = written.requestBody?.content["application/json"];
    return {
      name: `${method} ${path}`,
      method,
      path,
      isOpen: written.security?.length === 0,
      parameters: written.parameters,
      body: media
        ? { schema: media.schema, example: media.example, required: written.requestBody?.required ?? false }
        : null,
      responses: Object.fromEntries(
        Object.entries(written.responses).map(([status, { $ref, ...response }]) => [
          status,
          $ref ? document.components.responses[$ref.split("/").at(-1) ?? ""]! : response,
        ]),
      ),
    };
  }),
);

/**
 * What is wrong with a value by a schema of the document; null: it fits. JSON Schema reads patterns with the u flag,
 * zod's reader without: those that need it are left out here.
 */
export function misfit(schema: JsonSchema, value: unknown): string | null {
  const whole = JSON.parse(
    JSON.stringify({ ...schema, $defs: document.components.schemas }).replaceAll(
      "#/components/schemas/",
      "#/$defs/",
    ),
    (key, part) => (key === "pattern" && /\\p\{/.test(part) ? undefined : part),
  );
  const parsed = z.fromJSONSchema(whole).safeParse(value);
  return parsed.success ? null : z.prettifyError(parsed.error);
}
