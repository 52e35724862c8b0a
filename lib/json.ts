import { z } from "zod";

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

const key = z
  .string()
  .min(1)
  .max(100)
  .refine(
    (name) => name !== "__proto__" && name !== "constructor" && name !== "prototype",
    "This name is reserved.",
  );

const scalar = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);

/** Nesting is bounded by construction, so that no input can exhaust the stack. */
function nested(depth: number): z.ZodType<JsonValue> {
  if (depth === 0) return scalar;
  return z.union([scalar, z.array(nested(depth - 1)).max(1_000), z.record(key, nested(depth - 1))]);
}

/** Properties of an event or fields of a contact: up to 100 names, 5 levels deep. */
export const properties = z
  .record(key, nested(4))
  .refine((value) => Object.keys(value).length <= 100, "Send at most 100 properties.");
