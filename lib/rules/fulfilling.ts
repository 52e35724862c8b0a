import type { JsonValue } from "@/lib/json";
import type { PropertyFilter } from "@/lib/rules/property-filter";

/** Properties that fit these filters, as far as they can all be met. */
export function fulfilling(filters: readonly PropertyFilter[]): Record<string, JsonValue> {
  const properties: Record<string, JsonValue> = {};
  for (const filter of filters) {
    const value = valueFor(filter);
    if (value !== null) plant(properties, filter.property.split("."), value);
  }
  return properties;
}

function valueFor({ is, value }: PropertyFilter): JsonValue {
  switch (is) {
    case "is":
    case "contains":
      return value;
    case "is-not":
    case "contains-not":
      return value === "other" ? "another" : "other";
    case "is-filled":
      return "yes";
    case "is-empty":
      return null;
    case "more":
      return Number(value) + 1;
    case "less":
      return Number(value) - 1;
    case "before":
      return "1970-01-01";
    case "after":
      return "2999-12-31";
  }
}

const RESERVED = new Set(["__proto__", "constructor", "prototype", ""]);

function plant(into: Record<string, JsonValue>, [name = "", ...rest]: string[], value: JsonValue): void {
  if (RESERVED.has(name)) return;
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const known = into[name];
  const inner = typeof known === "object" && known !== null && !Array.isArray(known) ? known : {};
  plant(inner, rest, value);
  into[name] = inner;
}
