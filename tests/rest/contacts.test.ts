import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EXAMPLE } from "@/app/_rest/example";
import { consent, contact, message, suppression } from "@/db/schema";
import { unsubscribe } from "@/lib/engine/unsubscribe";
import { call } from "./call";
import { makeRestWorld, type RestWorld } from "./world";

let world: RestWorld;
beforeAll(async () => {
  world = await makeRestWorld();
});
afterAll(() => world?.drop());

const path = "/api/v1/contacts";
const save = (body: unknown) => call({ method: "POST", path, body, key: world.key });
const find = async (email: string) =>
  (await call({ method: "GET", path, query: { email }, key: world.key })).body.data;
const saidBy = async (contactId: string) =>
  (
    await world.db.select().from(consent).where(eq(consent.contactId, contactId)).orderBy(asc(consent.at))
  ).map(({ purpose, given, source }) => [purpose, given, source]);

test("a contact is made once; what is not mentioned later stays", async () => {
  const made = await save({
    email: " Bob@Example.org ",
    name: "Bob",
    timeZone: "Asia/Tokyo",
    language: "ja",
    fields: { city: "Kyoto", age: 40 },
    tags: ["reader", " tea "],
  });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ email: "bob@example.org", marketing: "none", mayMeasure: false });
  const again = await save({
    email: "bob@example.org",
    fields: { age: 41, dog: true },
    tags: ["cold"],
    removeTags: ["tea"],
  });
  expect(again.status).toBe(200);
  const { createdAt, id } = made.body;
  const whole = {
    id,
    createdAt,
    email: "bob@example.org",
    name: "Bob",
    timeZone: "Asia/Tokyo",
    language: "ja",
    fields: { city: "Kyoto", age: 41, dog: true },
    tags: ["reader", "cold"],
    marketing: "none",
    mayMeasure: false,
    mayAdvertise: false,
    suppressed: null,
  };
  expect(again.body).toEqual(whole);
  expect(await find("BOB@example.org")).toEqual([whole]);
});

test("two at once make one", async () => {
  const both = await Promise.all([1, 2].map(() => save({ email: "twin@example.org", name: "Twin" })));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 201]);
  expect(await find("twin@example.org")).toHaveLength(1);
});

test("consent is kept with its source, once however often it is sent", async () => {
  const body = { email: "cleo@example.org", consent: { marketing: true, source: "shop" } };
  const { body: saved } = await save(body);
  expect(saved.marketing).toBe("subscribed");
  await save(body);
  expect(await saidBy(saved.id)).toEqual([["marketing", true, "api: shop"]]);
  await save({ ...body, consent: { marketing: false, measuring: true, source: "shop" } });
  expect((await find("cleo@example.org"))[0]).toMatchObject({ marketing: "unsubscribed", mayMeasure: true });
});

test("who has unsubscribed stays so, whatever is sent", async () => {
  const [mail] = await world.db.select().from(message).where(eq(message.contactId, EXAMPLE.contactId));
  await unsubscribe(world.time.engine, {
    token: mail?.unsubscribeToken ?? "",
    source: "one-click",
    userAgent: null,
    ip: null,
  });
  const answered = await save({ email: EXAMPLE.email, consent: { marketing: true, source: "shop" } });
  expect(answered.body.marketing).toBe("unsubscribed");
  expect((await saidBy(EXAMPLE.contactId)).at(-1)).toEqual(["marketing", true, "api: shop"]);
});

test("why an address gets no mail at all is said", async () => {
  const at = new Date();
  await save({ email: "gone@example.org" });
  for (const workspaceId of [world.workspaceId, world.strangers]) {
    const reason = workspaceId === world.workspaceId ? "bounced" : "manual";
    await world.db.insert(suppression).values({ workspaceId, email: "gone@example.org", reason, at });
  }
  expect((await find("gone@example.org"))[0].suppressed).toBe("bounced");
});

test("a member's double in a test is no contact", async () => {
  const { workspaceId } = world;
  await world.db.insert(contact).values({ workspaceId, email: "tester@example.org", test: true });
  expect(await find("tester@example.org")).toEqual([]);
  expect((await save({ email: "tester@example.org", name: "Real" })).status).toBe(201);
  expect(await find("tester@example.org")).toMatchObject([{ name: "Real" }]);
});

test.each([
  [{ email: "ada@home" }, ["email"]],
  [{ name: "Nobody" }, ["email"]],
  [{ email: "x@example.org", timeZone: "Mars/Base" }, ["timeZone"]],
  [{ email: "x@example.org", consent: { marketing: true } }, ["consent", "source"]],
  [
    { email: "x@example.org", fields: { __proto__: 1, a: { b: { c: { d: { e: { f: 1 } } } } } } },
    ["fields", "a"],
  ],
  [
    {
      email: "x@example.org",
      fields: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`f${i}`, i])),
    },
    ["fields"],
  ],
])("%j is refused and nothing is stored", async (body, at) => {
  const before = await world.state();
  const answered = await save(body);
  expect([answered.status, answered.body.error.path.slice(0, at.length)]).toEqual([400, at]);
  expect(await world.state()).toEqual(before);
});
