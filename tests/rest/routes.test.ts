import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SECRET } from "../access/world";
import { call } from "./call";
import { misfit, type Operation, operations } from "./document";
import { makeRestWorld, type RestWorld } from "./world";

// Every route by its own description: as its example says, and wrong in every way that the description rules out.

let world: RestWorld;
beforeAll(async () => {
  world = await makeRestWorld();
});
afterAll(() => world?.drop());

const examplesOf = ({ parameters }: Operation, place: "path" | "query") =>
  Object.fromEntries(
    parameters.flatMap(({ name, in: where, example }) =>
      where === place && example !== undefined ? [[name, example]] : [],
    ),
  );

/** The call that the document gives as an example. */
const exampleCall = (operation: Operation) => ({
  method: operation.method,
  path: operation.path,
  params: examplesOf(operation, "path"),
  query: examplesOf(operation, "query"),
  body: operation.body?.example,
  key: operation.isOpen ? null : world.key,
});

const errorShape = { $ref: "#/components/schemas/Error" };

type Wrong = Partial<Parameters<typeof call>[0]>;

async function expectRefused(operation: Operation, wrong: Wrong, status: number, code: string) {
  const answered = await call({ ...exampleCall(operation), ...wrong });
  expect({ wrong, status: answered.status, body: answered.body }).toEqual({
    wrong,
    status,
    body: { error: expect.objectContaining({ code, message: expect.stringMatching(/[.…]$/) }) },
  });
  expect(misfit(errorShape, answered.body)).toBeNull();
  expect(Object.keys(operation.responses)).toContain(String(status));
  return answered.body.error as { code: string; message: string; path?: string[] };
}

async function changesNothing(work: () => Promise<void>) {
  const before = await world.state();
  await work();
  expect(await world.state()).toEqual(before);
}

// Wrong calls come first: they change nothing, and so leave the examples what they need.
describe.each(operations.map((one) => [one.name, one] as const))("%s is refused", (_name, operation) => {
  const { parameters, body, isOpen } = operation;
  const isWithQuery = parameters.some((one) => one.in === "query");

  test.skipIf(isOpen)("without a key, and with one that opens nothing", () =>
    changesNothing(async () => {
      await expectRefused(operation, { key: null }, 401, "unauthorized");
      await expectRefused(operation, { key: "fw_unknown" }, 401, "unauthorized");
    }),
  );

  test.skipIf(!parameters.some((one) => one.in === "path"))("for what is not there", () =>
    changesNothing(async () => {
      for (const { name } of parameters.filter((one) => one.in === "path")) {
        const missing = await expectRefused(operation, at(name, crypto.randomUUID()), 404, "not_found");
        for (const text of ["7", "../..", "%00", ""]) {
          expect(await expectRefused(operation, at(name, text), 404, "not_found")).toEqual(missing);
        }
        const { strangerKey: key } = world;
        expect(await expectRefused(operation, { key }, 404, "not_found")).toEqual(missing);
      }
    }),
  );
  const at = (name: string, value: string): Wrong => ({
    params: { ...examplesOf(operation, "path"), [name]: value },
  });

  test.skipIf(isOpen)("with a query that does not fit", () =>
    changesNothing(async () => {
      const given = examplesOf(operation, "query");
      const search = (name: string, ...values: string[]): Wrong => {
        const all = new URLSearchParams(given);
        all.delete(name);
        for (const value of values) all.append(name, value);
        return { query: all.toString() };
      };
      if (isWithQuery || body) {
        const error = await expectRefused(operation, search("unknown", "1"), 400, "invalid");
        expect(error.path).toEqual(["unknown"]);
      }
      for (const { name, schema } of parameters.filter((one) => one.in === "query")) {
        const wrong = schema.type === "integer" ? ["x", "0", "101", "1.5", ""] : ["\0", "x".repeat(600)];
        for (const value of wrong) {
          const error = await expectRefused(operation, search(name, value), 400, "invalid");
          expect(error.path).toEqual([name]);
        }
        await expectRefused(operation, search(name, "1", "2"), 400, "invalid");
      }
      if (!parameters.some(({ name }) => name === "cursor")) return;
      const foreign = Buffer.from('["elsewhere","a"]').toString("base64url");
      for (const cursor of ["x", "", foreign, `${foreign}=`, "W10"]) {
        const error = await expectRefused(operation, search("cursor", cursor), 400, "invalid");
        expect(error.path).toEqual(["cursor"]);
      }
    }),
  );

  test.skipIf(!body)("with a body that is none, or too large", () =>
    changesNothing(async () => {
      const text = JSON.stringify(body?.example ?? {});
      const plain = { "content-type": "text/plain" };
      await expectRefused(operation, { body: text, headers: plain }, 415, "not_json");
      await expectRefused(operation, { body: `${text.slice(0, -1)},` }, 400, "not_json");
      if (body?.required) await expectRefused(operation, { body: "" }, 400, "not_json");
      await expectRefused(operation, { body: text.padEnd(1_100_000) }, 413, "too_large");
      for (const value of [7, "x", null, true])
        await expectRefused(operation, { body: JSON.stringify(value) }, 400, "invalid");
    }),
  );

  test.skipIf(!body)("with a field that is unknown, missing or of another type, anywhere in its body", () =>
    changesNothing(async () => {
      const whole = body?.example ?? {};
      for (const [path, value] of partsOf(whole)) {
        const wrong = typeof value === "string" ? 12_345 : "wrong type";
        await expectRefused(
          operation,
          { body: JSON.stringify(replaced(whole, path, wrong)) },
          400,
          "invalid",
        );
        if (value !== null && typeof value === "object" && !Array.isArray(value)) {
          const more = { body: replaced(whole, path, { ...value, unknown: 1 }) };
          const error = await expectRefused(operation, more, 400, "invalid");
          expect(error.path).toEqual([...path, "unknown"]);
        }
      }
      const { required } = body?.schema ?? {};
      for (const name of (required as string[] | undefined) ?? []) {
        const { [name]: _, ...rest } = whole as Record<string, unknown>;
        const error = await expectRefused(operation, { body: rest }, 400, "invalid");
        expect(error.path).toEqual([name]);
      }
    }),
  );
});

/** Changing calls in an order in which each finds what its example says. */
const rank = ({ method, path }: Operation) => (method === "GET" ? 0 : path.endsWith("/draft") ? 2 : 1);

describe("as its example says", () => {
  test.each(
    operations.toSorted((a, b) => rank(a) - rank(b)).map((operation) => [operation.name, operation] as const),
  )("%s answers in the shape that the document gives", async (_name, operation) => {
    const before = await world.state();
    const answered = await call(exampleCall(operation));
    expect([200, 201, 202]).toContain(answered.status);
    expect(answered.headers.get("content-type")).toBe("application/json");
    const response = operation.responses[answered.status]?.content?.["application/json"];
    expect(misfit(response?.schema ?? {}, answered.body)).toBeNull();
    if (operation.method === "GET") {
      expect(await world.state()).toEqual(before);
      // The examples meet something: an empty list would fit any shape.
      if (!operation.isOpen) expect(JSON.stringify(answered.body)).not.toContain('"data":[]');
    }
  });

  test.each(operations.filter(({ isOpen }) => !isOpen).map((one) => [one.name, one] as const))(
    "%s shows and changes nothing of another workspace",
    async (_name, operation) => {
      const mine = () =>
        world.sql`select md5(string_agg(row(f.*)::text, '')) from funnel f where workspace_id = ${world.workspaceId}`;
      const before = await mine();
      const answered = await call({ ...exampleCall(operation), key: world.strangerKey });
      expect(JSON.stringify(answered.body)).not.toContain(SECRET);
      expect(await mine()).toEqual(before);
    },
  );
});

/** Every part of a value with the way to it, but nothing inside what the sender names freely. */
function partsOf(value: unknown, path: string[] = []): [string[], unknown][] {
  const isFree = path.at(-1) === "properties" || path.at(-1) === "fields";
  if (isFree) return [];
  const inner = value !== null && typeof value === "object" ? Object.entries(value) : [];
  return [[path, value], ...inner.flatMap(([key, one]) => partsOf(one, [...path, key]))];
}

/** A copy of a value with another part. */
function replaced(value: unknown, [key, ...rest]: string[], part: unknown): unknown {
  if (key === undefined) return part;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, part);
  return copy;
}
