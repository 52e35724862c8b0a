import { z } from "zod";
import { factInput } from "@/lib/engine/fact-input";
import { strictFlow } from "@/lib/flow/flow";
import { properties } from "@/lib/json";

export type JsonSchema = Record<string, unknown>;

/** Shapes that stand once in the document and are pointed at. */
const named = new Map<z.core.$ZodType, string>([
  [strictFlow, "Flow"],
  [properties, "Properties"],
  [factInput, "Event"],
]);

const POINTER = "#/components/schemas/";

/** JSON Schema of a zod schema: `input` of what is sent, `output` of what is answered. */
export function jsonSchemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override({ zodSchema, jsonSchema, path }) {
      leaveOutNothing(zodSchema, jsonSchema);
      // The format says it, and is easier to read.
      if (jsonSchema.format === "uuid" || jsonSchema.format === "date-time") delete jsonSchema.pattern;
      const name = nameIn(zodSchema);
      if (!name || path.length === 0) return;
      const { description } = jsonSchema;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      Object.assign(jsonSchema, { $ref: `${POINTER}${name}`, ...(description ? { description } : {}) });
    },
  });
  return json as JsonSchema;
}

/** A property that may only be missing (`kind` of a date of the calendar) is none: it would be read as one that takes anything. */
function leaveOutNothing(schema: z.core.$ZodType, { properties }: z.core.JSONSchema.BaseSchema): void {
  if (!(schema instanceof z.ZodObject) || !properties) return;
  for (const [key, one] of Object.entries<z.core.$ZodType>(schema.shape)) {
    const inner = one instanceof z.ZodOptional ? one.unwrap() : one;
    if (inner instanceof z.ZodUndefined) delete properties[key];
  }
}

/** The shapes that are pointed at, by name. They are sent and answered alike. */
export const namedSchemas = (): Record<string, JsonSchema> =>
  Object.fromEntries([...named].map(([schema, name]) => [name, jsonSchemaOf(schema as z.ZodType, "input")]));

/** "Flow" of "#/components/schemas/Flow". */
export const pointedAt = ({ $ref }: JsonSchema): string | null =>
  typeof $ref === "string" ? $ref.slice(POINTER.length) : null;

/** Something that was only described is a copy of the schema it was made from. */
function nameIn(schema: z.core.$ZodType): string | undefined {
  for (let one: z.core.$ZodType | undefined = schema; one; one = one._zod.parent) {
    const name = named.get(one);
    if (name) return name;
  }
  return undefined;
}
