import { z } from "zod";

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** Whether PostgreSQL can keep a text in JSON: it refuses NUL and halves of surrogate pairs. */
export const isStorable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();

const UNSTORABLE = "A text holds a character that cannot be kept. Delete it and type it again.";

const storable = z.string().refine(isStorable, UNSTORABLE);

/** Name of a property of an event, or of a field of a contact. */
export const propertyName = storable
  .min(1)
  .max(100)
  .refine(
    (name) => name !== "__proto__" && name !== "constructor" && name !== "prototype",
    "This name is reserved.",
  );

const scalar = z.union([storable.max(10_000), z.number(), z.boolean(), z.null()]);

/** Nesting is bounded by construction, so that no input can exhaust the stack. */
function nested(depth: number): z.ZodType<JsonValue> {
  if (depth === 0) return scalar;
  return z.union([scalar, z.array(nested(depth - 1)).max(1_000), z.record(propertyName, nested(depth - 1))]);
}

/** Properties of an event or fields of a contact: up to 100 names, 5 levels deep. */
export const properties = z
  .record(propertyName, nested(4))
  .refine((value) => Object.keys(value).length <= 100, "Send at most 100 properties.");

/** The sentence about the first text in a parsed document that cannot be kept, or null. */
export function unstorable(value: unknown): string | null {
  if (typeof value === "string") return isStorable(value) ? null : UNSTORABLE;
  if (value === null || typeof value !== "object") return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = unstorable(key) ?? unstorable(inner);
    if (found) return found;
  }
  return null;
}
