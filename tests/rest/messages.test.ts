import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EXAMPLE } from "@/app/_rest/example";
import { link, message, user } from "@/db/schema";
import { engage } from "@/lib/engine/engage";
import { tryOnMe } from "@/lib/engine/try-on-me";
import { DAY } from "../engine/kit";
import { call } from "./call";
import { makeRestWorld, type RestWorld } from "./world";

let world: RestWorld;
beforeAll(async () => {
  world = await makeRestWorld();
});
afterAll(() => world?.drop());

const list = async (query: Record<string, string> = {}) =>
  (await call({ method: "GET", path: "/api/v1/messages", query, key: world.key })).body.data;
const read = (messageId: string) =>
  call({ method: "GET", path: "/api/v1/messages/{messageId}", params: { messageId }, key: world.key });

test("what arrived is given byte for byte, with its links and what its reader did", async () => {
  const [row] = await world.db.select().from(message).where(eq(message.id, EXAMPLE.messageId));
  const links = await world.db.select().from(link).where(eq(link.messageId, EXAMPLE.messageId));
  const { body: before } = await read(EXAMPLE.messageId);
  expect(before).toMatchObject({ html: row?.frozen?.html, text: row?.frozen?.text, state: "sent" });
  expect(before.headers).toMatchObject({ ...row?.frozen?.headers, To: EXAMPLE.email });
  expect(before.links).toEqual([
    { url: "https://example.org/lesson", trackedUrl: `http://localhost:3000/c/${links[0]?.token}` },
  ]);
  expect(before.html).toContain(before.links[0].trackedUrl);
  expect(before.engagements).toEqual([]);
  const at = world.time.now();
  await engage(world.time.engine, {
    workspaceId: world.workspaceId,
    messageId: EXAMPLE.messageId,
    kind: "clicked",
    linkKey: links[0]?.key ?? null,
    userAgent: null,
    ip: null,
  });
  const [clicked] = (await read(EXAMPLE.messageId)).body.engagements;
  expect(clicked).toMatchObject({ kind: "clicked", verdict: "human", url: "https://example.org/lesson" });
  expect(Math.abs(Date.parse(clicked.at) - at)).toBeLessThan(1_000);
});

test("the list is narrowed by state, address and funnel", async () => {
  const ids = async (query: Record<string, string>) =>
    (await list(query)).map(({ id }: { id: string }) => id);
  expect(await ids({ state: "sent", email: "ADA@example.org", funnelId: EXAMPLE.funnelId })).toEqual([
    EXAMPLE.messageId,
  ]);
  expect(await ids({ state: "failed" })).toEqual([]);
  expect(await ids({ email: "bob@example.org" })).toEqual([]);
  expect(await ids({ funnelId: crypto.randomUUID() })).toEqual([]);
});

test("mail of a member's test is there only for who asks for it", async () => {
  await world.db.insert(user).values({ id: "u", name: "Mia", email: "mia@example.org" });
  const tried = await tryOnMe(world.time.engine, {
    workspaceId: world.workspaceId,
    funnelId: EXAMPLE.funnelId,
    revision: null,
    member: { id: "u", name: "Mia", email: "mia@example.org" },
    speed: 8640,
    triggerId: null,
    shortWaits: false,
  });
  if (!tried.ok) throw new Error(tried.message);
  await world.time.by(DAY);
  expect(await list()).toMatchObject([{ id: EXAMPLE.messageId, test: false }]);
  const tests = await list({ test: "true" });
  expect(tests).toMatchObject([{ to: "mia@example.org", test: true }]);
  expect((await read(tests[0].id)).body).toMatchObject({ test: true, state: "sent" });
  const people = await call({
    method: "GET",
    path: "/api/v1/funnels/{funnelId}/enrollments",
    params: { funnelId: EXAMPLE.funnelId },
    key: world.key,
  });
  expect(people.body.data.map(({ id }: { id: string }) => id)).toEqual([EXAMPLE.enrollmentId]);
  const { enrollmentId } = tried.value;
  const path = "/api/v1/enrollments/{enrollmentId}";
  expect((await call({ method: "GET", path, params: { enrollmentId }, key: world.key })).status).toBe(404);
});
