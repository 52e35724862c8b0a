import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openPool } from "@/db/client";
import { inngestInstances, mailAccount } from "@/db/schema";
import { INBOX } from "@/lib/engine/transport/transport";
import { call } from "./call";
import { makeRestWorld, type RestWorld } from "./world";

let world: RestWorld;
beforeEach(async () => {
  world = await makeRestWorld();
});
afterEach(() => {
  vi.restoreAllMocks();
  return world?.drop();
});

const ask = async () => {
  const { status, body } = await call({ method: "GET", path: "/api/health" });
  return { status, body };
};

test("all is well", async () => {
  const body = { ok: true, database: "ok", engine: "running", mail: "test inbox" };
  expect(await ask()).toEqual({ status: 200, body });
});

test("before the database is furnished nothing is served", async () => {
  Object.assign(globalThis, { funnelwrightEngine: undefined });
  const body = { ok: false, database: "starting", engine: null, mail: null };
  expect(await ask()).toEqual({ status: 503, body });
});

test("pages are served although the engine failed, but that is not well", async () => {
  Object.assign(globalThis, { funnelwrightEngine: "failed" });
  expect(await ask()).toMatchObject({ status: 200, body: { ok: false, engine: "failed" } });
});

test("an engine in other processes of the run lives as long as one of them says so", async () => {
  Object.assign(globalThis, { funnelwrightEngine: "beside" });
  const uptime = vi.spyOn(process, "uptime").mockReturnValue(5);
  const engineIs = async () => (await ask()).body.engine;
  expect(await engineIs()).toBe("starting");
  await world.db.insert(inngestInstances).values({ id: "other", heartbeatAt: new Date() });
  expect(await engineIs()).toBe("running");
  await world.db.update(inngestInstances).set({ heartbeatAt: new Date(Date.now() - 10_000) });
  uptime.mockReturnValue(120);
  expect(await ask()).toMatchObject({ status: 200, body: { ok: false, engine: "failed" } });
  Object.assign(globalThis, {
    funnelwrightPool: openPool("postgres://nobody:x@127.0.0.1:1/nothing", { max: 1 }),
  });
  expect(await ask()).toMatchObject({ status: 503, body: { database: "unreachable", engine: null } });
});

test("a database that is away is said within seconds", async () => {
  const pool = openPool("postgres://nobody:x@127.0.0.1:1/nothing", { max: 1 });
  Object.assign(globalThis, { funnelwrightPool: pool });
  const began = Date.now();
  expect(await ask()).toEqual({
    status: 503,
    body: { ok: false, database: "unreachable", engine: "running", mail: null },
  });
  expect(Date.now() - began).toBeLessThan(5_000);
  await pool.$client.end({ timeout: 0 });
});

test("a provider that refuses is said, without its key", async () => {
  const { engine } = world.time;
  const transport = { name: "resend" } as never;
  engine.accounts = [
    ...engine.accounts.filter(({ id }) => id === INBOX),
    { id: "resend:abc", transport, perSecond: 9 },
  ];
  expect(await ask()).toMatchObject({ body: { ok: true, mail: "resend" } });
  await world.db
    .insert(mailAccount)
    .values({ id: "resend:abc", heldUntil: Date.now() + 60_000, heldBecause: "Key" });
  expect(await ask()).toEqual({
    status: 200,
    body: { ok: false, database: "ok", engine: "running", mail: "resend, held" },
  });
});
