import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { described } from "@/app/_rest/described";
import type { Pool } from "@/db/client";
import { createApiKey, revokeApiKey } from "@/db/queries/api-keys";
import { apiKey, workspace } from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import { apiRoute } from "./api";

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let key: string;
let keyId: string;
beforeAll(async () => {
  scratch = await scratchDatabase();
  // The pool of this process, as `db()` finds it.
  (globalThis as { funnelwrightPool?: Pool }).funnelwrightPool = scratch.db;
  await scratch.db.insert(workspace).values({ id: "w", name: "W", slug: "w" });
  ({ id: keyId, key } = await createApiKey(scratch.db, { workspaceId: "w", name: "Test" }));
});
afterAll(() => scratch.drop());

const body = z.strictObject({ name: z.string().max(2_000_000, "Too long."), more: z.json().optional() });

const things = described({
  method: "POST",
  path: "/api/v1/things/{id}",
  group: "Things",
  id: "make-thing",
  summary: "Make a thing",
  params: z.object({ id: z.uuid() }),
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(100).optional() }),
  body,
  answers: { 200: { what: "Made.", schema: z.strictObject({ name: z.string(), more: z.unknown() }) } },
  example: { answer: {} },
});

const route = apiRoute(things, async (call) =>
  call.answer(200, {
    name: call.body.name,
    more: { workspaceId: call.workspaceId, id: call.params.id, limit: call.query.limit },
  }),
);

const id = "0b9f5a86-5c0e-4f39-8f3c-0b7a6c8a6f10";

async function post(
  body: BodyInit | null,
  headers: Record<string, string> = {},
  { id: given = id, search = "" } = {},
) {
  const request = new Request(`http://localhost:3000/api/v1/things/${given}${search}`, {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
    // Node wants it for a body that is a stream.
    ...{ duplex: "half" },
  });
  const response = await route(request, { params: Promise.resolve({ id: given }) });
  return { status: response.status, body: await response.json() };
}

const refused = (status: number, code: string, more: object = {}) => ({
  status,
  body: { error: { code, message: expect.stringMatching(/\.$|…$/), ...more } },
});

test("a valid key opens its workspace, and the call gets parsed body, query and parameters", async () => {
  expect(await post('{"name":"Ä"}', {}, { search: "?limit=7" })).toEqual({
    status: 200,
    body: { name: "Ä", more: { workspaceId: "w", id, limit: 7 } },
  });
});

test.each([["?limit=x"], ["?limit=101"], ["?limit=1.5"], ["?limit="], ["?limit=1&limit=2"], ["?limit=%00"]])(
  "the query %s is refused with the parameter that is meant",
  async (search) => {
    expect(await post('{"name":"x"}', {}, { search })).toEqual(
      refused(400, "invalid", { path: ["limit"], message: expect.any(String) }),
    );
  },
);

test("an unknown parameter is refused, on a route without any, too", async () => {
  expect(await post('{"name":"x"}', {}, { search: "?limti=7" })).toEqual(
    refused(400, "invalid", { path: ["limti"] }),
  );
  const { query: _, ...without } = things;
  const plain = apiRoute(without, async (call) => call.answer(200, { name: "", more: null }));
  const request = new Request(`http://localhost:3000/?limit=7`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect((await plain(request, { params: Promise.resolve({ id }) })).status).toBe(400);
});

test("a body that may be missing is an empty one, but what is there must be JSON", async () => {
  const some = {
    ...things,
    body: z.strictObject({ name: z.string().optional() }),
    bodyMayBeMissing: true,
  } as const;
  const pause = apiRoute(some, async (call) => call.answer(200, { name: call.body.name ?? "none", more: 1 }));
  const call = async (body?: string, type?: string) => {
    const headers = { authorization: `Bearer ${key}`, ...(type ? { "content-type": type } : {}) };
    const request = new Request("http://localhost:3000/", { method: "POST", headers, body });
    if (body !== undefined && !type) request.headers.delete("content-type");
    return (await pause(request, { params: Promise.resolve({ id }) })).status;
  };
  expect(await call()).toBe(200);
  expect(await call("")).toBe(200);
  expect(await call(undefined, "application/json")).toBe(200);
  expect(await call("name=x")).toBe(415);
  expect(await call("name=x", "application/json")).toBe(400);
});

test.each([
  ["none", ""],
  ["no scheme", "fw_x"],
  ["another scheme", "Basic fw_x"],
  ["an unknown key", "Bearer fw_unknown"],
  ["an endless key", `Bearer ${"x".repeat(5000)}`],
])("%s opens nothing", async (_name, authorization) => {
  expect(await post("{}", { authorization })).toEqual(refused(401, "unauthorized"));
});

test("a revoked key opens nothing any more", async () => {
  const other = await createApiKey(scratch.db, { workspaceId: "w", name: "Other" });
  const authorization = `Bearer ${other.key}`;
  expect((await post('{"name":"x"}', { authorization })).status).toBe(200);
  expect(await revokeApiKey(scratch.db, { workspaceId: "elsewhere", keyId: other.id })).toBe(false);
  expect((await post('{"name":"x"}', { authorization })).status).toBe(200);
  expect(await revokeApiKey(scratch.db, { workspaceId: "w", keyId: other.id })).toBe(true);
  expect(await post('{"name":"x"}', { authorization })).toEqual(refused(401, "unauthorized"));
});

test("only a hash of the key is kept, and its last use is noted once a minute at most", async () => {
  const rows = () => scratch.db.select().from(apiKey).where(eq(apiKey.id, keyId));
  expect(JSON.stringify(await rows())).not.toContain(key);
  const noted = (await rows())[0]!.lastUsedAt!;
  await post('{"name":"x"}');
  expect((await rows())[0]!.lastUsedAt).toEqual(noted);
  await scratch.db.update(apiKey).set({ lastUsedAt: new Date(Date.now() - 61_000) });
  await post('{"name":"x"}');
  expect((await rows())[0]!.lastUsedAt!.getTime()).toBeGreaterThanOrEqual(noted.getTime());
});

test("what does not fit is refused with the place and a sentence", async () => {
  expect(await post('{"name":7}')).toEqual(
    refused(400, "invalid", { path: ["name"], message: expect.any(String) }),
  );
  expect((await post('{"name":"x","other":1}')).status).toBe(400);
  expect((await post('{"name":"x","__proto__":{"a":1}}')).status).toBe(400);
  expect(await post('{"name":"x"}', {}, { id: "7" })).toEqual(refused(404, "not_found"));
});

test.each([
  ["nothing", ""],
  ["half of it", '{"name":'],
  ["bytes that are no text", new Uint8Array([123, 255, 254, 125])],
])("a body of %s is not JSON", async (_name, body) => {
  expect(await post(body)).toEqual(refused(400, "not_json"));
});

test.each([["text/plain"], ["application/x-www-form-urlencoded"], ["application/jsonx"]])(
  "%s is not read",
  async (type) => {
    expect(await post('{"name":"x"}', { "content-type": type })).toEqual(refused(415, "not_json"));
  },
);

test("200,000 levels of nesting are refused before anything recursive sees them", async () => {
  const deep = (n: number) => `{"name":"x","more":${"[".repeat(n)}${"]".repeat(n)}}`;
  expect(await post(deep(200_000))).toEqual(refused(400, "too_deep"));
  expect(await post(`${"[".repeat(200_000)}`)).toEqual(refused(400, "too_deep"));
  expect((await post(deep(60))).status).toBe(200);
  expect((await post(`{"name":"${"[{".repeat(1000)}\\"["}`)).status).toBe(200);
});

test("reading stops at 1 MB, whatever the headers promise", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 65_536;
      if (sent > 50_000_000) throw new Error("nobody stopped reading");
      controller.enqueue(new Uint8Array(65_536).fill(32));
    },
  });
  expect(await post(endless)).toEqual(refused(413, "too_large"));
  expect(sent).toBeLessThan(3_000_000);
  expect(await post("{}", { "content-length": "9999999" })).toEqual(refused(413, "too_large"));
  expect((await post(`{"name":"${"x".repeat(1_000_000)}"}`)).status).toBe(200);
});

test.each([
  ["a NUL", "\\u0000"],
  ["half a character", "\\ud800"],
])("%s in a text or a name is refused, since the database cannot keep it", async (_name, character) => {
  const at = (name: string) => refused(400, "invalid", { path: [name] });
  expect(await post(`{"name":"a${character}b"}`)).toEqual(at("name"));
  expect(await post(`{"name":"x","more":{"a":["${character}"]}}`)).toEqual(at("more"));
  expect(await post(`{"name":"x","more":{"${character}":1}}`)).toEqual(at("more"));
});

test("what breaks inside is a 500 that tells nothing of it", async () => {
  const { params: _, query: __, body: ___, ...bare } = things;
  const broken = apiRoute(bare, async () => {
    throw new Error("password of the database");
  });
  const request = new Request("http://localhost:3000/", { headers: { authorization: `Bearer ${key}` } });
  const response = await broken(request, { params: Promise.resolve({}) });
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("password");
});
