import "server-only";
import { and, eq, lt, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { enrollment, funnel, message, user, workspaceSettings } from "@/db/schema";
import type { Backlog, BacklogChoice } from "@/lib/mail/backlog";

const DAY_MS = 86_400_000;

/** Of a funnel or, without one, of all its live funnels: those that hold all sending lets go on. */
export async function backlogOf(
  db: Db,
  { workspaceId, funnelId, now }: { workspaceId: string; funnelId?: string; now: number },
): Promise<Backlog> {
  const inScope = and(
    eq(enrollment.workspaceId, workspaceId),
    eq(enrollment.test, false),
    funnelId === undefined ? eq(funnel.status, "live") : eq(enrollment.funnelId, funnelId),
  );
  // What an earlier decision spreads is still asked about: whoever stops again may decide otherwise.
  const at = sql`case when ${message.heldBy} = 'spread' then ${message.dueAt}
    else greatest(${message.dueAt}, coalesce(${message.notBefore}, 0)) end`;
  const [[mails], [people], [settings]] = await Promise.all([
    db
      .select({
        n: sql<number>`(count(*) filter (where ${at} <= ${now}))::int`,
        late: sql<number>`(count(*) filter (where ${at} < ${now - DAY_MS}))::int`,
        byRules: sql<number>`(count(*) filter (where ${message.heldBy} = 'rules' and ${at} > ${now}))::int`,
        since: sql<string | null>`min(${message.dueAt}) filter (where ${at} <= ${now})`,
      })
      .from(message)
      .innerJoin(
        enrollment,
        and(eq(enrollment.workspaceId, message.workspaceId), eq(enrollment.id, message.enrollmentId)),
      )
      .innerJoin(funnel, eq(funnel.id, enrollment.funnelId))
      .where(and(inScope, eq(message.workspaceId, workspaceId), eq(message.state, "queued"))),
    // Who is due in a live funnel is being moved at this moment.
    funnelId === undefined
      ? [{ n: 0, since: null }]
      : db
          .select({ n: sql<number>`count(*)::int`, since: sql<string | null>`min(${enrollment.dueAt})` })
          .from(enrollment)
          .innerJoin(funnel, eq(funnel.id, enrollment.funnelId))
          .where(
            and(
              inScope,
              eq(enrollment.status, "active"),
              eq(enrollment.stuck, false),
              lt(enrollment.dueAt, now),
            ),
          ),
    db
      .select({ heldAt: workspaceSettings.heldAt })
      .from(workspaceSettings)
      .where(eq(workspaceSettings.workspaceId, workspaceId)),
  ]);
  const since = [mails?.since, people?.since].flatMap((one) => (one == null ? [] : [Number(one)]));
  return {
    mails: mails?.n ?? 0,
    late: mails?.late ?? 0,
    byRules: mails?.byRules ?? 0,
    people: people?.n ?? 0,
    since: since.length > 0 ? Math.min(...since) : null,
    allHeld: settings?.heldAt != null,
  };
}

export type HeldAll = { at: number; by: string | null; mails: number };

/** Since when all sending is held, by whom, and what waits; null while mail leaves. */
export async function findHeldAll(
  db: Db,
  { workspaceId, now }: { workspaceId: string; now: number },
): Promise<HeldAll | null> {
  const [row] = await db
    .select({ at: workspaceSettings.heldAt, by: user.name })
    .from(workspaceSettings)
    .leftJoin(user, eq(user.id, workspaceSettings.heldBy))
    .where(eq(workspaceSettings.workspaceId, workspaceId));
  if (row?.at == null) return null;
  const { mails } = await backlogOf(db, { workspaceId, now });
  return { at: row.at, by: row.by, mails };
}

/** How far a resumed funnel has caught up. */
export type CatchingUp = {
  /** Emails and people of its backlog that are still to come. */
  left: number;
  total: number;
  choice: BacklogChoice;
};

/** What is left of a funnel's backlog since it was resumed, and how many of its emails the rules hold until later. */
export async function findLater(
  db: Db,
  { workspaceId, funnelId, now }: { workspaceId: string; funnelId: string; now: number },
): Promise<{ catchingUp: CatchingUp | null; byRules: number }> {
  const [row] = await db
    .select({ goneOn: funnel.goneOn, status: funnel.status })
    .from(funnel)
    .where(and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, funnelId)));
  const goneOn = row?.status === "live" ? row.goneOn : null;
  const byRules = sql`(${message.heldBy} is not distinct from 'rules' and ${message.notBefore} > ${now})`;
  const before = goneOn?.at ?? 0;
  const [[mails], [people]] = await Promise.all([
    db
      .select({
        // What the rules hold is told of by itself, and the decision may not have been about it.
        left: sql<number>`(count(*) filter (where ${message.dueAt} < ${before} and not ${byRules}))::int`,
        byRules: sql<number>`(count(*) filter (where ${byRules}))::int`,
      })
      .from(message)
      .where(
        and(
          eq(message.workspaceId, workspaceId),
          eq(message.funnelId, funnelId),
          eq(message.state, "queued"),
        ),
      ),
    goneOn
      ? db
          .select({ left: sql<number>`count(*)::int` })
          .from(enrollment)
          .where(
            and(
              eq(enrollment.workspaceId, workspaceId),
              eq(enrollment.funnelId, funnelId),
              eq(enrollment.test, false),
              eq(enrollment.status, "active"),
              eq(enrollment.stuck, false),
              lt(enrollment.dueAt, before),
            ),
          )
      : [{ left: 0 }],
  ]);
  const left = (mails?.left ?? 0) + (people?.left ?? 0);
  return {
    catchingUp:
      goneOn && left > 0 ? { left, total: Math.max(goneOn.total, left), choice: goneOn.choice } : null,
    byRules: mails?.byRules ?? 0,
  };
}
