import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXAMPLE } from "@/app/_rest/example";
import { consent, contact, enrollment, event, funnel } from "@/db/schema";
import { drawing, mail, onEvent } from "../engine/drawings";
import { DAY, MINUTE, publishFlow } from "../engine/kit";
import { call } from "./call";
import { makeRestWorld, type RestWorld } from "./world";

let world: RestWorld;
beforeAll(async () => {
  world = await makeRestWorld();
});
afterAll(() => world?.drop());

const send = async (body: unknown) => {
  const { status, body: answered } = await call({
    method: "POST",
    path: "/api/v1/events",
    body,
    key: world.key,
  });
  return { status, body: answered };
};

let made = 0;
const newId = () => `e-${++made}`;
const one = (more: object = {}) => ({ id: newId(), name: "page.viewed", email: "bob@example.org", ...more });
const eventsOf = async (email: string) => {
  const mine = and(eq(contact.workspaceId, event.workspaceId), eq(contact.id, event.contactId));
  const rows = await world.db
    .select({ id: event.id })
    .from(event)
    .innerJoin(contact, mine)
    .where(eq(contact.email, email))
    .orderBy(asc(event.visibleAt));
  return rows.map(({ id }) => id);
};

/** `path` null: the whole body is meant. */
async function refusesAll(body: unknown, status: number, path: string[] | null) {
  const before = await world.state();
  const answered = await send(body);
  expect([answered.status, answered.body.error?.path ?? null]).toEqual([status, path]);
  expect(await world.state()).toEqual(before);
}

test("one event makes its contact, is answered with 202, and the second time with 200", async () => {
  const body = one({ email: "Cleo@Example.org", contact: { name: "Cleo" } });
  const first = await send(body);
  expect(first).toEqual({
    status: 202,
    body: { id: body.id, contactId: expect.any(String), duplicate: false, enrollments: [] },
  });
  const before = await world.state();
  expect(await send(body)).toEqual({ status: 200, body: { ...first.body, duplicate: true } });
  expect(await world.state()).toEqual(before);
});

describe("a list", () => {
  test.each([
    ["as it is", (list: unknown[]) => list],
    ["under “events”", (list: unknown[]) => ({ events: list })],
  ])("%s is answered event by event, in its order", async (_name, wrap) => {
    const twice = one({ email: "dora@example.org" });
    const list = [twice, one({ email: "emil@example.org" }), twice];
    const { status, body } = await send(wrap(list));
    expect(status).toBe(202);
    expect(
      body.events.map(({ id, duplicate }: { id: string; duplicate: boolean }) => [id, duplicate]),
    ).toEqual([
      [list[0]?.id, false],
      [list[1]?.id, false],
      [list[0]?.id, true],
    ]);
    expect((await send(wrap(list))).status).toBe(200);
  });

  test("is taken in in order for each contact, however they are named", async () => {
    const ada = Array.from({ length: 20 }, (_, index) => ({
      id: newId(),
      name: "page.viewed",
      ...(index % 3 ? { email: EXAMPLE.email } : { contactId: EXAMPLE.contactId }),
    }));
    const mixed = ada.flatMap((mine) => [mine, one({ email: "finn@example.org" })]);
    expect((await send(mixed)).status).toBe(202);
    expect((await eventsOf(EXAMPLE.email)).slice(-20)).toEqual(ada.map(({ id }) => id));
  });

  test("of 500 is taken in, one of 501 is not", async () => {
    const list = Array.from({ length: 501 }, (_, index) => one({ email: `many-${index % 50}@example.org` }));
    await refusesAll(list, 400, null);
    await refusesAll({ events: list }, 400, ["events"]);
    const { status, body } = await send(list.slice(1));
    expect([status, body.events.length]).toEqual([202, 500]);
    expect(await eventsOf("many-7@example.org")).toHaveLength(10);
  });

  test("of none is a mistake", async () => {
    await refusesAll([], 400, null);
    await refusesAll({ events: [] }, 400, ["events"]);
    await refusesAll({ events: [one()], id: "x" }, 400, ["id"]);
  });

  test("with one that does not fit is refused whole, and the path leads to it", async () => {
    const good = () => one({ email: `new-${made}@example.org` });
    await refusesAll([good(), good(), one({ email: "no address" })], 400, ["2", "email"]);
    await refusesAll({ events: [good(), one({ emial: "x" })] }, 400, ["events", "1", "emial"]);
    await refusesAll([good(), one({ value: 1.5, currency: "EUR" })], 400, ["1", "value"]);
    await refusesAll([good(), one({ properties: { deep: { at: "\0" } } })], 400, [
      "1",
      "properties",
      "deep",
      "at",
    ]);
    const later = new Date(world.time.now() + 2 * DAY).toISOString();
    await refusesAll([good(), one({ occurredAt: later })], 400, ["1", "occurredAt"]);
    await refusesAll({ events: [good(), one({ occurredAt: later })] }, 400, ["events", "1", "occurredAt"]);
    const stranger = { ...one(), email: undefined, contactId: crypto.randomUUID() };
    await refusesAll([good(), stranger], 404, ["1", "contactId"]);
    await refusesAll(stranger, 404, ["contactId"]);
  });

  test("starts funnels, and says which trips it started", async () => {
    const flow = drawing({ t: onEvent("cart.updated"), hello: mail("Hello") }, ["t > hello"]);
    const live = await publishFlow(world.db, world.workspaceId, flow);
    const { body } = await send([one({ name: "cart.updated" }), one({ name: "cart.updated" })]);
    const rows = await world.db.select().from(enrollment).where(eq(enrollment.funnelId, live.funnelId));
    expect(rows).toHaveLength(1);
    expect(body.events.map(({ enrollments }: { enrollments: string[] }) => enrollments)).toEqual([
      [rows[0]?.id],
      [],
    ]);
    await world.db.delete(funnel).where(eq(funnel.id, live.funnelId));
  });
});

test("consent that comes along is kept with its source", async () => {
  const about = { consent: { marketing: true, measuring: false, source: "checkout", wording: "Yes" } };
  const { body } = await send(one({ email: "gina@example.org", contact: about }));
  const said = await world.db.select().from(consent).where(eq(consent.contactId, body.contactId));
  expect(said.map(({ purpose, given, source, wording }) => [purpose, given, source, wording])).toEqual([
    ["marketing", true, "api: checkout", "Yes"],
    ["measuring", false, "api: checkout", "Yes"],
  ]);
});

test("a moment with a zone is that moment", async () => {
  const at = world.time.now() - 90 * MINUTE;
  const text = new Date(at + 60 * MINUTE).toISOString().replace("Z", "+01:00");
  const body = one({ occurredAt: text });
  await send(body);
  const [row] = await world.db.select().from(event).where(eq(event.id, body.id));
  expect(row?.occurredAt).toBe(at);
});
