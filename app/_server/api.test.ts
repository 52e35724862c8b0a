import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Pool } from "@/db/client";
import { createApiKey, revokeApiKey } from "@/db/queries/api-keys";
import { apiKey, workspace } from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import { answer, apiRoute } from "./api";

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

const schema = z.strictObject({ name: z.string().max(2_000_000, "Too long."), more: z.json().optional() });

const route = apiRoute({ schema, params: z.strictObject({ id: z.uuid() }) }, async (call) =>
  answer(200, { workspaceId: call.workspaceId, name: call.input.name, id: call.params.id }),
);

const id = "0b9f5a86-5c0e-4f39-8f3c-0b7a6c8a6f10";

async function post(body: BodyInit | null, headers: Record<string, string> = {}, params = { id }) {
  const request = new Request("http://localhost:3000/api/v1/things", {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
    // Node wants it for a body that is a stream.
    ...{ duplex: "half" },
  });
  const response = await route(request, { params: Promise.resolve(params) });
  return { status: response.status, body: await response.json() };
}

const refused = (status: number, code: string, more: object = {}) => ({
  status,
  body: { error: { code, message: expect.stringMatching(/\.$|…$/), ...more } },
});

test("a valid key opens its workspace, and the call gets parsed input and parameters", async () => {
  expect(await post('{"name":"Ä"}')).toEqual({ status: 200, body: { workspaceId: "w", name: "Ä", id } });
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
  expect(await post('{"name":"x"}', {}, { id: "no uuid" })).toEqual(refused(404, "not_found"));
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
  expect(await post(`{"name":"a${character}b"}`)).toEqual(refused(400, "invalid"));
  expect(await post(`{"name":"x","more":{"a":["${character}"]}}`)).toEqual(refused(400, "invalid"));
  expect(await post(`{"name":"x","more":{"${character}":1}}`)).toEqual(refused(400, "invalid"));
});

test("what breaks inside is a 500 that tells nothing of it", async () => {
  const broken = apiRoute({}, async () => {
    throw new Error("password of the database");
  });
  const request = new Request("http://localhost:3000/", { headers: { authorization: `Bearer ${key}` } });
  const response = await broken(request, { params: Promise.resolve({}) });
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("password");
});
