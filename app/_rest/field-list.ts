import { z } from "zod";
import type { RestRoute } from "./described";
import { IDEMPOTENCY_KEY, idempotencyKey } from "./idempotency-key";
import { type JsonSchema, jsonSchemaOf, namedSchemas, pointedAt } from "./json-schema";

/** One thing that may be sent, for a person to read. */
export type ListedField = {
  /** "contact.consent.source" */
  name: string;
  where: "address" | "query" | "header" | "body";
  required: boolean;
  /** "whole number, 1 to 100" */
  kind: string;
  about: string | null;
};

/** What a route takes, in its address, its query, its headers and its body; of a choice of bodies, the first. */
export function fieldsOf(route: RestRoute): ListedField[] {
  const of = (part: RestRoute["body"], where: ListedField["where"]) =>
    part ? listed(jsonSchemaOf(part, "input"), where) : [];
  return [
    ...of(route.params, "address").map((field) => ({ ...field, required: true })),
    ...of(route.query, "query"),
    ...(route.takesKey ? of(z.strictObject({ [IDEMPOTENCY_KEY]: idempotencyKey.optional() }), "header") : []),
    ...of(route.body, "body"),
  ];
}

function listed(schema: JsonSchema, where: ListedField["where"], before = ""): ListedField[] {
  const shape = objectIn(schema);
  const required = (shape.required as string[] | undefined) ?? [];
  return Object.entries((shape.properties ?? {}) as Record<string, JsonSchema>).flatMap(([key, part]) => {
    const name = `${before}${key}`;
    const about = typeof part.description === "string" ? part.description : null;
    return [
      { name, where, required: required.includes(key), kind: kindOf(part), about },
      ...(part.properties ? listed(part, where, `${name}.`) : []),
    ];
  });
}

function objectIn(schema: JsonSchema): JsonSchema {
  const name = pointedAt(schema);
  if (name) return namedSchemas()[name] ?? {};
  const [first] = (schema.anyOf as JsonSchema[] | undefined) ?? [];
  return first ? objectIn(first) : schema;
}

/** Shapes that are told elsewhere. */
const pointers: Record<string, string> = {
  Flow: "a flow",
  Properties: "names and values, up to 100, 5 levels deep",
};

function kindOf(part: JsonSchema): string {
  const name = pointedAt(part);
  if (name) return pointers[name] ?? name;
  if (Array.isArray(part.enum)) return part.enum.join(" · ");
  if (part.format === "uuid") return "id";
  if (part.format === "date-time") return "moment, for example 2026-03-02T09:30:00Z";
  if (part.type === "integer") return `whole number${rangeOf(part)}`;
  if (part.type === "string") return `text${part.maxLength ? `, up to ${part.maxLength} characters` : ""}`;
  if (part.properties) return "an object, with:";
  if (part.type === "boolean") return "true · false";
  return String(part.type ?? "value");
}

const rangeOf = ({ minimum, maximum }: JsonSchema): string =>
  typeof minimum === "number" && typeof maximum === "number" && maximum < Number.MAX_SAFE_INTEGER
    ? `, ${minimum} to ${maximum}`
    : "";
