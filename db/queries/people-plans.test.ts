import { drizzle } from "drizzle-orm/postgres-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { listInbox } from "@/db/queries/inbox";
import { listPeople } from "@/db/queries/people";
import * as schema from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import { drawing, mail, onEvent, wait } from "@/tests/engine/drawings";
import { makeWorkspace, publishFlow } from "@/tests/engine/kit";

const PEOPLE = 5_000;

let db: Pool;
let drop: () => Promise<void>;
let place: { workspaceId: string; funnelId: string };
let statements: { text: string; values: unknown[] }[] = [];

beforeAll(async () => {
  const scratch = await scratchDatabase();
  drop = scratch.drop;
  const sql = scratch.db.$client;
  const logQuery = (text: string, values: unknown[]) => void statements.push({ text, values });
  db = drizzle(sql, { schema, casing: "snake_case", logger: { logQuery } }) as Pool;
  const flow = drawing({ t: onEvent("came"), hello: mail("Hello"), rest: wait(86_400_000) }, [
    "t > hello > rest",
  ]);
  const { versionId, ...live } = await publishFlow(scratch.db, await makeWorkspace(scratch.db), flow);
  place = live;
  const { workspaceId, funnelId } = place;
  await sql`
    insert into contact (id, workspace_id, email, name)
    select md5(n::text)::uuid, ${workspaceId}, 'person' || n || '@example.org', 'Person ' || n
    from generate_series(1, ${PEOPLE}::int) n`;
  await sql`
    insert into enrollment (id, workspace_id, funnel_id, version_id, contact_id, entry_key, entry_event_id, entered_at,
      entry_day, node_id, arrived_at)
    select id, workspace_id, ${funnelId}::uuid, ${versionId}::uuid, id, 'once:', 'none', 1, 20260101, 'hello', 1 from contact`;
  await sql`
    insert into visit (workspace_id, enrollment_id, visit, node_id, entered_at, left_at, exit, by)
    select workspace_id, id, 1, 't', 1, 1, 'next', 'walked' from enrollment`;
  await sql`
    insert into message (workspace_id, enrollment_id, visit, key, node_id, contact_id, kind, email_hash, state, due_at, settled_at, frozen)
    select e.workspace_id, e.id, 2, 'mail', 'hello', c.id, 'marketing', 'none', 'sent', 1, 1,
      jsonb_build_object('to', c.email, 'subject', 'Hello ' || c.name)
    from enrollment e join contact c on c.id = e.contact_id`;
  await sql`vacuum analyze`;
}, 60_000);
afterAll(() => drop());

type Asked = Pick<Parameters<typeof listPeople>[1], "which" | "nodeId" | "path" | "search">;

const planOf = (asked: Asked) => planFor(() => listPeople(db, { ...place, ...asked, limit: 50 }));

/** How the database goes about what is asked. */
async function planFor(ask: () => Promise<unknown>) {
  statements = [];
  await ask();
  return db.$client.begin(async (sql) => {
    const plan: string[] = [];
    for (const { text, values } of statements) {
      const asks = /^\s*select/i.test(text);
      const rows = await sql.unsafe(asks ? `explain ${text}` : text, values as never[]);
      plan.push(...rows.map((row) => String(row["QUERY PLAN"])));
      // What is set for one statement ends with its own transaction.
      if (asks) await sql`reset enable_seqscan`;
    }
    return plan.join("\n");
  });
}

test.each(["person77@", "77 person", "on"])("a search reads its index: %s", async (search) => {
  const plan = await planOf({ which: "entered", search });
  expect(plan).toContain("contact_searched");
});

test.each(["person77@", "77 hello", "lo"])("a search for mail reads its index: %s", async (search) => {
  const plan = await planFor(() => listInbox(db, { workspaceId: place.workspaceId, search }));
  expect(plan).toContain("message_searched");
});

test.each([
  { which: "left", nodeId: "t", path: "removed" },
  { which: "left", nodeId: "rest", path: "next" },
  { which: "entered", nodeId: "rest" },
] as const)("the few of a step are found by it: %o", async (asked) => {
  const plan = await planOf(asked);
  expect(plan).toContain("visit_of_step");
  expect(plan).not.toMatch(/Seq Scan on (contact|enrollment|visit)/);
});
