import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { hashPassword } from "better-auth/crypto";
import postgres from "postgres";
import type { MemberRole } from "@/lib/member-role";
import type { App } from "../browser/app";
import { signIn } from "./call";

/** Stands in every name of the victim's workspace, so that a page that shows any of it gives itself away. */
export const SECRET = "Zaunkönigreich";

/** Every table, with its columns. */
export const tablesOf = (sql: postgres.Sql) => sql<{ table: string; columns: string[] }[]>`
  select table_name as table, array_agg(column_name::text order by ordinal_position) as columns
  from information_schema.columns where table_schema = 'public' group by table_name order by table_name`;

/** Cookie header of somebody who is signed in. */
export type Cookies = Record<MemberRole | "stranger", string>;

/**
 * A victim's workspace (the owner's own, with an editor and a viewer) and a stranger who owns another. What the
 * calls of the table need is made in the victim's workspace, straight in the database.
 */
export type World = Awaited<ReturnType<typeof makeWorld>>;

export async function makeWorld(app: App) {
  const sql = postgres(databaseUrl(app.folder), { max: 2, onnotice() {} });
  const victim = app.demo.workspaceId;
  const password = randomBytes(12).toString("base64url");
  const passwordHash = await hashPassword(password);

  async function markVictim() {
    await sql`update workspace set name = ${SECRET} where id = ${victim}`;
    await sql`update workspace_settings set sender_name = ${SECRET}, postal_address = ${SECRET} where workspace_id = ${victim}`;
  }
  await markVictim();

  async function newPerson(name: string) {
    const id = randomUUID();
    const email = `${name.toLowerCase()}-${id.slice(0, 8)}@example.org`;
    await sql`insert into "user" (id, name, email) values (${id}, ${name}, ${email})`;
    await sql`insert into account (id, account_id, provider_id, user_id, password)
      values (${randomUUID()}, ${id}, 'credential', ${id}, ${passwordHash})`;
    return { userId: id, email };
  }

  async function newMember(role: MemberRole, workspaceId = victim) {
    const person = await newPerson(role === "owner" ? "Somebody" : role);
    const memberId = randomUUID();
    await sql`insert into member (id, workspace_id, user_id, role)
      values (${memberId}, ${workspaceId}, ${person.userId}, ${role})`;
    return { ...person, memberId };
  }

  async function newWorkspace(name: string) {
    const id = randomUUID();
    await sql`insert into workspace (id, name, slug) values (${id}, ${name}, ${id})`;
    await sql`insert into workspace_settings (workspace_id, postal_address) values (${id}, 'Elsewhere 1')`;
    return id;
  }

  /** A draft without any step. */
  async function newFunnel() {
    const draft = { nodes: [], edges: [], entry: { rule: "once" } };
    const [row] = await sql`insert into funnel (workspace_id, name, draft)
      values (${victim}, ${`${SECRET} funnel`}, ${sql.json(draft)}) returning id, revision`;
    return { funnelId: String(row?.id), revision: Number(row?.revision), draft };
  }

  /** With a public link. Whoever copies it has its name in a workspace of their own, so that is no secret. */
  async function newSharedFunnel() {
    const { funnelId, draft } = await newFunnel();
    const slug = randomBytes(16).toString("base64url");
    await sql`insert into shared_template (workspace_id, funnel_id, slug, name, flow, about)
      values (${victim}, ${funnelId}, ${slug}, 'Shared', ${sql.json(draft)}, '')`;
    return { funnelId, slug };
  }

  async function newLiveFunnel() {
    const { funnelId, draft } = await newFunnel();
    const [version] = await sql`insert into funnel_version (workspace_id, funnel_id, number, flow, emails)
      values (${victim}, ${funnelId}, 1, ${sql.json(draft)}, '{}') returning id`;
    await sql`update funnel set status = 'live', live_version_id = ${version?.id}, live_revision = 1
      where id = ${funnelId}`;
    return { funnelId, versionId: String(version?.id) };
  }

  /** A mail to somebody in a live funnel. */
  async function newMessage(state: "held" | "sent" | "unknown") {
    const { funnelId, versionId } = await newLiveFunnel();
    const email = `reader-${randomUUID()}@example.org`;
    const frozen = {
      from: "a@example.org",
      to: email,
      subject: SECRET,
      html: SECRET,
      text: SECRET,
      headers: {},
    };
    const [contact] =
      await sql`insert into contact (workspace_id, email) values (${victim}, ${email}) returning id`;
    const [enrollment] = await sql`insert into enrollment
        (workspace_id, funnel_id, version_id, contact_id, entry_key, entry_event_id, entered_at, entry_day, node_id, arrived_at)
      values (${victim}, ${funnelId}, ${versionId}, ${contact?.id}, 'once:', 'e', 1, 20260101, 'n', 1) returning id`;
    const [message] = await sql`insert into message
        (workspace_id, enrollment_id, visit, key, node_id, contact_id, kind, email_hash, state, due_at, settled_at, frozen)
      values (${victim}, ${enrollment?.id}, 1, 'mail', 'n', ${contact?.id}, 'marketing', 'h', ${state}, 1, 1, ${sql.json(frozen)})
      returning id`;
    return { funnelId, enrollmentId: String(enrollment?.id), messageId: String(message?.id) };
  }

  /** Somebody who waits a day in a live funnel. */
  async function newWaiting() {
    const { funnelId, versionId } = await newLiveFunnel();
    const step = (id: string, type: string, data: Record<string, string | number>) => ({
      id,
      type,
      position: { x: 0, y: 0 },
      data,
    });
    const flow = {
      nodes: [step("t", "trigger", { on: "event", event: "came" }), step("w", "wait", { forMs: 86_400_000 })],
      edges: [{ id: "l", source: "t", sourceHandle: "next", target: "w" }],
      entry: { rule: "once" },
    };
    await sql`update funnel_version set flow = ${sql.json(flow)} where id = ${versionId}`;
    const at = Date.now();
    const eventId = randomUUID();
    const [contact] = await sql`insert into contact (workspace_id, email, name)
      values (${victim}, ${`waits-${eventId}@example.org`}, ${SECRET}) returning id`;
    await sql`insert into event (workspace_id, id, contact_id, name, occurred_at, visible_at)
      values (${victim}, ${eventId}, ${contact?.id}, 'came', ${at}, ${at})`;
    const [enrollment] = await sql`insert into enrollment
        (workspace_id, funnel_id, version_id, contact_id, entry_key, entry_event_id, entered_at, entry_day,
         node_id, visit, arrived_at, stepped_at, until, due_at, armed_for)
      values (${victim}, ${funnelId}, ${versionId}, ${contact?.id}, 'once:', ${eventId}, ${at}, 20260101,
        'w', 2, ${at}, ${at}, ${at + 86_400_000}, ${at + 86_400_000}, ${at + 86_400_000}) returning id`;
    const entered = { v: 1, why: "entered", items: [] };
    await sql`insert into visit (workspace_id, enrollment_id, visit, node_id, entered_at, left_at, exit, by, because)
      values (${victim}, ${enrollment?.id}, 1, 't', ${at}, ${at}, 'next', 'walked', ${sql.json(entered)}),
        (${victim}, ${enrollment?.id}, 2, 'w', ${at}, null, null, null, null)`;
    return { funnelId, enrollmentId: String(enrollment?.id), contactId: String(contact?.id) };
  }

  const elsewhere = await newWorkspace("Elsewhere");
  const stranger = await newMember("owner", elsewhere);
  const cookies: Cookies = {
    owner: await signIn(app, app.demo),
    editor: await signIn(app, { ...(await newMember("editor")), password }),
    viewer: await signIn(app, { ...(await newMember("viewer")), password }),
    stranger: await signIn(app, { ...stranger, password }),
  };

  return {
    baseUrl: app.baseUrl,
    sql,
    tables: await tablesOf(sql),
    victim,
    cookies,
    key: app.demo.apiKey,
    strangerKey: await newKey(sql, elsewhere, "Elsewhere"),
    /** Writes the secret into the victim's names again, after somebody who may has changed them. */
    markVictim,
    /** A member of the victim's workspace whom nobody has signed in as. */
    newMember: () => newMember("viewer"),
    newKey: async () => {
      const key = await newKey(sql, victim, SECRET);
      const [row] = await sql`select id from api_key where prefix = ${key.slice(0, 10)}`;
      return { key, keyId: String(row?.id) };
    },
    async newInvitation() {
      const [owner] = await sql`select user_id from member where workspace_id = ${victim} and role = 'owner'`;
      const invitationId = randomUUID();
      const email = `invited-${invitationId.slice(0, 8)}@example.org`;
      await sql`insert into invitation (id, workspace_id, email, role, status, expires_at, inviter_id)
        values (${invitationId}, ${victim}, ${email}, 'viewer', 'pending', now() + interval '1 day', ${owner?.user_id})`;
      return { invitationId, email };
    },
    newFunnel,
    newSharedFunnel,
    newLiveFunnel,
    newMessage,
    newWaiting,
    close: () => sql.end(),
  };
}

async function newKey(sql: postgres.Sql, workspaceId: string, name: string) {
  const key = `fw_${randomBytes(32).toString("base64url")}`;
  await sql`insert into api_key (workspace_id, name, prefix, hash)
    values (${workspaceId}, ${name}, ${key.slice(0, 10)}, encode(sha256(${key}::bytea), 'hex'))`;
  return key;
}

/** Of the embedded PostgreSQL in a data folder. */
export function databaseUrl(folder: string): string {
  const password = readFileSync(path.join(folder, "postgres-password"), "utf8").trim();
  const port = readFileSync(path.join(folder, "pgdata", "postmaster.pid"), "utf8").split("\n")[3];
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}
