import { and, asc, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { contact, conversion, enrollment, link, message, visit } from "@/db/schema";
import { engage } from "@/lib/engine/engage";
import type { Engine } from "@/lib/engine/engine";
import type { Persona } from "./kit";

type Place = { workspaceId: string; funnelId: string };

/** The enrollments of a person in a funnel, in the order they entered. */
export const enrollmentsOf = (db: Db, { workspaceId, funnelId }: Place, who: Persona) =>
  db
    .select({ row: enrollment })
    .from(enrollment)
    .innerJoin(contact, eq(contact.id, enrollment.contactId))
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.funnelId, funnelId),
        eq(contact.email, who.email),
      ),
    )
    .orderBy(asc(enrollment.enteredAt), asc(enrollment.entryKey))
    .then((rows) => rows.map(({ row }) => row));

/** The one enrollment of a person. Throws when there is none or more. */
export async function enrollmentOf(db: Db, place: Place, who: Persona) {
  const [row, ...more] = await enrollmentsOf(db, place, who);
  if (!row || more.length > 0)
    throw new Error(`${who.name} is enrolled ${more.length + (row ? 1 : 0)} times.`);
  return row;
}

/** The way a person went: "t:next", "ask:pulled"; the step where they are now has no path. */
export async function pathOf(db: Db, place: Place, who: Persona): Promise<string[]> {
  const { id } = await enrollmentOf(db, place, who);
  const rows = await db.select().from(visit).where(eq(visit.enrollmentId, id)).orderBy(visit.visit);
  return rows.map((row) => (row.leftAt === null ? row.nodeId : `${row.nodeId}:${row.exit ?? row.by}`));
}

/** A person's mails as [step, state, reason], in the order they were due. */
export async function mailsOf(db: Db, place: Place, who: Persona) {
  const rows = await Promise.all(
    (await enrollmentsOf(db, place, who)).map(({ id }) =>
      db.select().from(message).where(eq(message.enrollmentId, id)).orderBy(message.dueAt),
    ),
  );
  return rows.flat();
}

export const statesOf = async (db: Db, place: Place, who: Persona): Promise<Record<string, string>> =>
  Object.fromEntries((await mailsOf(db, place, who)).map((row) => [row.nodeId, row.state]));

export async function conversionsOf(db: Db, place: Place, who: Persona) {
  const { id } = await enrollmentOf(db, place, who);
  return db.select().from(conversion).where(eq(conversion.enrollmentId, id)).orderBy(conversion.goalNodeId);
}

/** The person opens or clicks the mail of a step, as the pixel and the link routes write it down. */
export async function react(
  engine: Engine,
  place: Place,
  who: Persona,
  nodeId: string,
  kind: "opened" | "clicked",
): Promise<void> {
  const row = (await mailsOf(engine.db, place, who)).find((one) => one.nodeId === nodeId);
  if (!row) throw new Error(`${who.name} has no mail of “${nodeId}”.`);
  const [first] = await engine.db.select().from(link).where(eq(link.messageId, row.id)).limit(1);
  await engage(engine, {
    workspaceId: place.workspaceId,
    messageId: row.id,
    kind,
    linkKey: kind === "clicked" ? (first?.key ?? null) : null,
    userAgent: "Mozilla/5.0 (X11; Linux x86_64)",
    ip: "192.0.2.0",
  });
}

/**
 * Every row of the journey's tables, whole, as text: what must not have changed is compared with it. `turn` is left
 * out when asked for: it only names the wait that an answered advance is followed by.
 */
export async function everything(db: Db, { butTurn = false } = {}): Promise<Record<string, string[]>> {
  const tables = ["enrollment", "visit", "message", "mail_request", "conversion", "event", "engagement"];
  const counted = [...tables, "stat_delta", "stat_total", "stat_cohort", "link", "suppression", "consent"];
  const found: Record<string, string[]> = {};
  for (const table of counted) {
    const rows = await db.execute<{ row: string }>(
      sql`select (to_jsonb(t) - ${butTurn ? "turn" : ""}::text)::text as row from ${sql.identifier(table)} t order by 1`,
    );
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}
