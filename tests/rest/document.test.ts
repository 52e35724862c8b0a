import { describe, expect, test } from "vitest";
import { z } from "zod";
import { jsonSchemaOf } from "@/app/_rest/json-schema";
import { routes } from "@/app/_rest/routes";
import { handlerOf, handlersInFiles } from "./call";
import { document, misfit, operations } from "./document";

test("the document has exactly the handlers that the files have", () => {
  expect(operations.map(({ name }) => name).sort()).toEqual(handlersInFiles().sort());
});

test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  "%s parses by what the document says of it",
  async (_name, route) => {
    expect((await handlerOf(route.method, route.path)).route).toBe(route);
  },
);

test("every name in it is there once", () => {
  expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
});

test("whatever it points at is in it", () => {
  const pointed = Array.from(JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g), ([, to = ""]) => to);
  expect(pointed.length).toBeGreaterThan(20);
  for (const pointer of new Set(pointed)) {
    const found = pointer
      .slice(2)
      .split("/")
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
    expect(found, pointer).toBeDefined();
  }
});

test("what can only be missing is no property in it", () => {
  const schema = z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.undefined().optional(), date: z.string() }),
    z.strictObject({ kind: z.literal("days"), days: z.int() }),
  ]);
  const { oneOf = [], anyOf = oneOf } = jsonSchemaOf(schema, "input") as {
    anyOf?: object[];
    oneOf?: object[];
  };
  expect(anyOf.map((one) => Object.keys((one as { properties: object }).properties))).toEqual([
    ["date"],
    ["kind", "days"],
  ]);
});

describe.each(operations.map((operation) => [operation.name, operation] as const))("%s", (_, operation) => {
  test("has examples that fit their shapes", () => {
    for (const { name, schema, example } of operation.parameters) {
      if (example !== undefined) expect(misfit(schema, spoken(schema, example)), name).toBeNull();
    }
    const { body } = operation;
    if (body && body.example !== undefined) expect(misfit(body.schema, body.example)).toBeNull();
    const media = Object.values(operation.responses).map(({ content }) => content?.["application/json"]);
    for (const one of media) {
      if (one && "example" in one) expect(misfit(one.schema, one.example)).toBeNull();
    }
    const answers = Object.entries(operation.responses).filter(([status]) => status.startsWith("2"));
    expect(answers.some(([, { content }]) => content?.["application/json"].example !== undefined)).toBe(true);
  });
});

/** A parameter is always a text; its schema speaks of what it stands for. */
const spoken = (schema: Record<string, unknown>, text: string) =>
  schema.type === "integer" ? Number(text) : text;
