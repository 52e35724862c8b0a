import postgres from "postgres";
import { EXAMPLE } from "@/app/_rest/example";
import { exampleFlow } from "@/app/_rest/example-flow";
import type { Pool } from "@/db/client";
import { createApiKey } from "@/db/queries/api-keys";
import { createFunnel } from "@/db/queries/funnels";
import { scratchDatabase } from "@/db/testing";
import type { Engine } from "@/lib/engine/engine";
import { type FastForward, fastForward } from "@/lib/engine/fast-forward";
import { publish } from "@/lib/engine/publish";
import { strictFlow } from "@/lib/flow/flow";
import { stateOf } from "../access/state";
import { SECRET, tablesOf } from "../access/world";
import { anyToken, DAY, MONDAY, makeWorkspace, submit, subscriber } from "../engine/kit";

/**
 * A workspace in which the rows that the document's examples speak of exist, under the very ids: somebody came by the
 * form, got their mail, clicked and is under way. Beside it one that belongs to somebody else. Handlers called in this
 * process work on it, with a clock that stands still.
 */
export type RestWorld = Awaited<ReturnType<typeof makeRestWorld>>;

export async function makeRestWorld() {
  const { db, url, drop } = await scratchDatabase();
  const time = fastForward(db, { start: MONDAY, token: anyToken });
  handOver(db, time.engine);
  const workspaceId = await makeWorkspace(db);
  const strangers = await makeWorkspace(db);
  const sql = postgres(url, { max: 1, onnotice() {} });
  await furnish(db, sql, time, workspaceId);
  const tables = await tablesOf(sql);
  return {
    db,
    sql,
    time,
    workspaceId,
    strangers,
    key: (await createApiKey(db, { workspaceId, name: "Test" })).key,
    strangerKey: (await createApiKey(db, { workspaceId: strangers, name: "Test" })).key,
    /** A print of all that is stored. */
    state: () => stateOf({ sql, tables, victim: workspaceId }),
    async drop() {
      await sql.end();
      await drop();
    },
  };
}

/** The pool and the engine of this process, as the handlers find them. */
function handOver(db: Pool, engine: Engine) {
  Object.assign(globalThis, {
    funnelwrightPool: db,
    funnelwrightActs: engine,
    funnelwrightEngine: "running",
  });
}

async function furnish(db: Pool, sql: postgres.Sql, time: FastForward, workspaceId: string) {
  const name = `${SECRET} series`;
  const { id: funnelId } = await createFunnel(db, {
    workspaceId,
    name,
    userId: null,
    draft: strictFlow.parse(exampleFlow),
  });
  const version = await publish(db, {
    workspaceId,
    funnelId,
    revision: 1,
    userId: null,
    now: Date.now(),
    shortWaits: false,
  });
  if (!version.ok) throw new Error(version.message);
  const [form] = await sql`select id, slug from form where funnel_id = ${funnelId}`;
  const ada = subscriber("Ada");
  const { contactId, enrollments } = await submit(time.engine, workspaceId, ada, "form.submitted", {
    properties: { formId: form?.id, form: form?.slug },
    contact: { name: SECRET },
  });
  await time.by(DAY / 2);
  const [message] = await sql`select id from message where workspace_id = ${workspaceId}`;
  await rename(sql, {
    [funnelId]: EXAMPLE.funnelId,
    [version.value.versionId]: EXAMPLE.versionId,
    [contactId]: EXAMPLE.contactId,
    [enrollments[0] ?? ""]: EXAMPLE.enrollmentId,
    [message?.id]: EXAMPLE.messageId,
  });
}

/** Gives rows another id, wherever it is written. */
async function rename(sql: postgres.Sql, ids: Record<string, string>) {
  const columns = await sql`select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and data_type = 'uuid'`;
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    for (const [from, to] of Object.entries(ids)) {
      for (const { table, column } of columns) {
        await tx`update ${tx(table)} set ${tx(column)} = ${to} where ${tx(column)} = ${from}`;
      }
    }
  });
}
