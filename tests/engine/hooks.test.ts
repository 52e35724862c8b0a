import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { hookAt } from "@/db/queries/hooks";
import { contact, event } from "@/db/schema";
import { hookSecret, takeHook } from "@/lib/engine/take-hook";
import { ownDatabase } from "./database";
import { type Drawn, drawing, onEvent, wait } from "./drawings";
import { DAY, MINUTE, makeWorkspace, stage, subscriber } from "./kit";
import { enrollmentsOf } from "./look";

const own = ownDatabase();
const ada = subscriber("Ada");
const appSecret = "the secret of this app, long enough";

const called = (hook: Record<string, unknown> = {}) =>
  drawing({ t: { type: "trigger", data: { on: "webhook", hook } } as Drawn, w: wait(DAY) }, ["t > w"]);

async function open(flow = called()) {
  const { engine, time, ...place } = await stage(own.db, flow);
  const made = await hookAt(own.db, { ...place, nodeId: "t", slug: randomUUID() });
  if (!made) throw new Error("No address was made.");
  const secret = hookSecret(appSecret, made.id);
  const call = (body: unknown, headers?: Record<string, string>) => {
    const raw = typeof body === "string" ? body : JSON.stringify(body);
    return takeHook(engine, {
      slug: made.slug,
      raw,
      headers: new Headers(headers ?? signed(raw)),
      appSecret,
    });
  };
  const signed = (raw: string, { id = randomUUID() as string, at = new Date(), by = secret } = {}) => ({
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": new Webhook(by).sign(id, at, raw),
  });
  return { engine, time, place, slug: made.slug, secret, call, signed };
}

test("a signed call makes the person known and starts the funnel; what it sends is kept with them", async () => {
  const { place, call } = await open(called({ email: "customer.email", contactName: "customer.name" }));
  const body = { customer: { email: " ADA@example.org ", name: "Ada" }, plan: "pro" };
  expect(await call(body)).toEqual({ ok: true, value: { duplicate: false } });
  expect(await enrollmentsOf(own.db, place, ada)).toHaveLength(1);
  expect(await own.db.select().from(contact)).toMatchObject([{ name: "Ada", marketing: "none" }]);
  expect(await own.db.select().from(event)).toMatchObject([
    { name: "hook.received", properties: { plan: "pro", customer: { name: "Ada" } } },
  ]);
});

test("the secret as a bearer token is enough", async () => {
  const { secret, call, place } = await open();
  expect(await call({ email: ada.email }, { authorization: `Bearer ${secret}` })).toMatchObject({ ok: true });
  expect(await enrollmentsOf(own.db, place, ada)).toHaveLength(1);
});

describe("who is not believed", () => {
  test.each<[string, (raw: string, hook: Awaited<ReturnType<typeof open>>) => Record<string, string>]>([
    ["nothing", () => ({})],
    ["another secret", (raw, { signed }) => signed(raw, { by: hookSecret("another app", "id") })],
    ["six minutes ago", (raw, { signed }) => signed(raw, { at: new Date(Date.now() - 6 * MINUTE) })],
    ["another body", (_, { signed }) => signed("{}")],
    ["a wrong bearer", () => ({ authorization: "Bearer whsec_AAAA" })],
    ["a bearer of another hook", () => ({ authorization: `Bearer ${hookSecret(appSecret, randomUUID())}` })],
  ])("%s leaves no trace", async (_, headers) => {
    const hook = await open();
    const body = JSON.stringify({ email: ada.email });
    expect(await hook.call(body, headers(body, hook))).toMatchObject({ ok: false, problem: "not-signed" });
    expect(await own.db.select().from(contact)).toEqual([]);
  });
});

test("the same call again, by its own id or by the signature's, is one", async () => {
  const { call, signed, place } = await open();
  const raw = JSON.stringify({ email: ada.email });
  await call(raw, signed(raw, { id: "one" }));
  expect(await call(raw, signed(raw, { id: "one" }))).toEqual({ ok: true, value: { duplicate: true } });
  const own1 = { email: ada.email, id: 17 };
  await call(own1);
  expect(await call(own1)).toEqual({ ok: true, value: { duplicate: true } });
  expect(await enrollmentsOf(own.db, place, ada)).toHaveLength(1);
});

test.each<[string, unknown]>([
  ["no address", { name: "Ada" }],
  ["no object", "[1,2]"],
  ["no JSON", "email=ada@example.org"],
  ["too deep", { email: ada.email, a: { b: { c: { d: { e: { f: 1 } } } } } }],
])("%s is refused with a sentence, and nothing is kept", async (_, body) => {
  const { call } = await open();
  expect(await call(body)).toMatchObject({
    ok: false,
    problem: "not-fitting",
    message: expect.stringMatching(/\.$/),
  });
  expect(await own.db.select().from(event)).toEqual([]);
  expect(await own.db.select().from(contact)).toEqual([]);
});

test("an address whose trigger is not published any more says so; nobody gets an address in another's funnel", async () => {
  const { call, engine, place } = await open(drawing({ t: onEvent("other"), w: wait(DAY) }, ["t > w"]));
  expect(await call({ email: ada.email })).toMatchObject({ ok: false, problem: "not-live" });
  const stranger = await makeWorkspace(own.db);
  expect(await hookAt(own.db, { ...place, workspaceId: stranger, nodeId: "t", slug: "x" })).toBeNull();
  expect(
    await takeHook(engine, { slug: "guessed", raw: "{}", headers: new Headers(), appSecret }),
  ).toMatchObject({ ok: false, problem: "unknown" });
});
