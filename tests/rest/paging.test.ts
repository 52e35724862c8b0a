import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EXAMPLE } from "@/app/_rest/example";
import { call } from "./call";
import { makeRestWorld, type RestWorld } from "./world";

let world: RestWorld;
const OTHERS = 24;

beforeAll(async () => {
  world = await makeRestWorld();
  // Many of one moment: only the id tells them apart.
  const { workspaceId } = world;
  const at = sql`now() + (n % 3) * interval '1 microsecond'`;
  await world.db.execute(sql`insert into funnel (workspace_id, name, draft, created_at)
    select ${workspaceId}, 'Funnel ' || n, '{"nodes":[],"edges":[],"entry":{"rule":"once"}}', ${at}
    from generate_series(1, ${OTHERS}) n`);
  await world.db.execute(sql`with people as (
      insert into contact (workspace_id, email)
      select ${workspaceId}, 'p' || n || '@example.org' from generate_series(1, ${OTHERS}) n returning id, email
    ), trips as (
      insert into enrollment (workspace_id, funnel_id, version_id, contact_id, entry_key, entry_event_id,
        entered_at, entry_day, node_id, arrived_at)
      select ${workspaceId}, ${EXAMPLE.funnelId}, ${EXAMPLE.versionId}, id, 'once:', 'e',
        1000 + length(email) % 2, 20260302, 'bought', 1 from people
      returning id, contact_id
    )
    insert into message (workspace_id, enrollment_id, visit, key, node_id, contact_id, kind, email_hash, state, due_at)
    select ${workspaceId}, id, 1, 'mail', 'welcome', contact_id, 'marketing', 'h', 'dropped', 5 from trips`);
});
afterAll(() => world?.drop());

const lists: [string, Record<string, string>, string, Record<string, string>][] = [
  ["/api/v1/funnels", {}, "id", {}],
  ["/api/v1/contacts", {}, "email", {}],
  ["/api/v1/funnels/{funnelId}/enrollments", { funnelId: EXAMPLE.funnelId }, "id", { which: "here" }],
  ["/api/v1/messages", {}, "id", {}],
  ["/api/v1/messages", {}, "id", { state: "dropped", funnelId: EXAMPLE.funnelId }],
];

test.each(lists)(
  "page by page %s %j gives everything once, in one order",
  async (path, params, id, query) => {
    const get = (more: Record<string, string>) =>
      call({ method: "GET", path, params, query: { ...query, ...more }, key: world.key });
    const whole = await get({ limit: "100" });
    const expected = whole.body.data.map((row: Record<string, string>) => row[id]);
    expect(expected.length).toBeGreaterThanOrEqual(OTHERS);
    expect(whole.body.nextCursor).toBeNull();
    const seen: string[] = [];
    for (let cursor: string | null = null, pages = 0; pages === 0 || cursor; pages++) {
      const page = await get({ limit: "5", ...(cursor ? { cursor } : {}) });
      seen.push(...page.body.data.map((row: Record<string, string>) => row[id]));
      cursor = page.body.nextCursor;
      if (cursor) expect(page.body.data).toHaveLength(5);
    }
    expect(seen).toEqual(expected);
    // A page that ends exactly at the end says so.
    expect((await get({ limit: String(expected.length) })).body.nextCursor).toBeNull();
  },
);

test("a cursor goes on only in the list that gave it, and shows a stranger nothing", async () => {
  const first = await call({ method: "GET", path: "/api/v1/funnels", query: { limit: "1" }, key: world.key });
  const cursor = first.body.nextCursor as string;
  const elsewhere = await call({
    method: "GET",
    path: "/api/v1/messages",
    query: { cursor },
    key: world.key,
  });
  expect([elsewhere.status, elsewhere.body.error.path]).toEqual([400, ["cursor"]]);
  const stranger = await call({
    method: "GET",
    path: "/api/v1/funnels",
    query: { cursor },
    key: world.strangerKey,
  });
  expect(stranger.body).toEqual({ data: [], nextCursor: null });
  const textOf = (json: string) => Buffer.from(json).toString("base64url");
  const spaced = textOf(`${Buffer.from(cursor, "base64url")} `);
  for (const other of [`${cursor}=`, spaced]) {
    const query = { cursor: other };
    expect((await call({ method: "GET", path: "/api/v1/funnels", query, key: world.key })).status).toBe(400);
  }
  const at = { createdAt: "2026-13-40T09:00:00.000000Z", id: EXAMPLE.funnelId };
  for (const tampered of [["funnels", at], ["funnels", { ...at, more: 1 }], ["funnels"], "funnels"]) {
    const text = textOf(JSON.stringify(tampered));
    const answered = await call({
      method: "GET",
      path: "/api/v1/funnels",
      query: { cursor: text },
      key: world.key,
    });
    expect([answered.status, answered.body.error.path]).toEqual([400, ["cursor"]]);
  }
});
