import { expect, onTestFinished, test, vi } from "vitest";
import { openPool, type Pool } from "@/db/client";
import { call } from "./call";
import { operations } from "./document";

/** A pool of a database where nobody listens. */
async function withoutDatabase<T>(work: () => Promise<T>): Promise<T> {
  const pool = openPool("postgres://nobody:x@127.0.0.1:1/nothing", { max: 2 });
  const held = globalThis as { funnelwrightPool?: Pool };
  const before = held.funnelwrightPool;
  held.funnelwrightPool = pool;
  try {
    return await work();
  } finally {
    held.funnelwrightPool = before;
    await pool.$client.end({ timeout: 0 });
  }
}

const keyed = operations.filter(({ isOpen }) => !isOpen);

test.each(keyed.map((one) => [one.name, one] as const))(
  "%s says that it should be sent again when the database is away",
  async (_name, { method, path, body, responses }) => {
    const answered = await withoutDatabase(() => call({ method, path, body: body?.example, key: "fw_any" }));
    expect(answered.status).toBe(503);
    expect(answered.body).toEqual({ error: { code: "try_again", message: expect.stringMatching(/\.$/) } });
    expect(Number(answered.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(Object.keys(responses)).toContain("503");
  },
);

const form = { method: "POST", body: new URLSearchParams({ email: "ada@example.org" }) };

test.each([
  [
    "/u/{token}/answer",
    async () => (await import("@/app/(public)/u/[token]/answer/route")).POST,
    form,
    "text/plain",
  ],
  [
    "/f/{slug}/submit",
    async () => (await import("@/app/(public)/f/[slug]/submit/route")).POST,
    form,
    "text/plain",
  ],
  ["/c/{token}", async () => (await import("@/app/(public)/c/[token]/route")).GET, {}, "text/plain"],
  [
    "/api/hooks/{slug}",
    async () => (await import("@/app/api/hooks/[slug]/route")).POST,
    form,
    "application/json",
  ],
] as const)("%s asks in plain words to come again", async (_name, load, init, type) => {
  const answer = await load();
  const quiet = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => quiet.mockRestore());
  const response = await withoutDatabase(async () => {
    // The engine of this process takes the pool of its first use.
    Object.assign(globalThis, { funnelwrightActs: undefined });
    const params = Promise.resolve({ token: "t", slug: "s" });
    return answer(new Request("http://localhost:3000/", init), { params });
  });
  expect(response.status).toBe(503);
  expect(response.headers.get("content-type")).toContain(type);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
});
