import "server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import {
  act,
  contact,
  conversion,
  engagement,
  enrollment,
  event,
  funnel,
  funnelVersion,
  message,
  notStarted,
  testFact,
  user,
  visit,
  workspaceSettings,
} from "@/db/schema";
import { type Deadlines, NO_DEADLINES } from "@/lib/flow/deadlines";
import type { Path } from "@/lib/flow/path";
import type { Fact } from "@/lib/flow/world";
import { MAIL } from "@/lib/nodes/email/definition";

type Row = typeof enrollment.$inferSelect;

/** A person's path with everything that belongs to it. */
export type FoundPath = Path & {
  enrollmentId: string;
  /** Null once the contact was deleted. */
  contact: { id: string; email: string; name: string; timeZone: string | null } | null;
  funnel: { id: string; name: string; status: "draft" | "live" | "paused" };
  /** Null: a member's test of the draft. */
  versionNumber: number | null;
  /** Ordinal of the present visit. */
  visit: number;
  /** Their deadlines by name, by the clock of the journey. */
  deadlines: Deadlines;
};

/** Reactions beyond this many say nothing new about a person. */
const MOST_ENGAGEMENTS = 500;

/** One person's way through a funnel. Null when it is not this workspace's, or a test that was not asked for. */
export async function findPath(
  db: Db,
  {
    workspaceId,
    enrollmentId,
    test = false,
  }: { workspaceId: string; enrollmentId: string /** Looks for a member's test instead. */; test?: boolean },
): Promise<FoundPath | null> {
  const [found] = await db
    .select({
      row: enrollment,
      contact: { id: contact.id, email: contact.email, name: contact.name, timeZone: contact.timeZone },
      funnel: { id: funnel.id, name: funnel.name, status: funnel.status },
      version: { number: funnelVersion.number, flow: funnelVersion.flow },
      heldAt: workspaceSettings.heldAt,
    })
    .from(enrollment)
    .innerJoin(funnel, and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, enrollment.funnelId)))
    .innerJoin(
      funnelVersion,
      and(eq(funnelVersion.workspaceId, workspaceId), eq(funnelVersion.id, enrollment.versionId)),
    )
    .innerJoin(workspaceSettings, eq(workspaceSettings.workspaceId, workspaceId))
    .leftJoin(contact, and(eq(contact.workspaceId, workspaceId), eq(contact.id, enrollment.contactId)))
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.id, enrollmentId),
        eq(enrollment.test, test),
      ),
    );
  if (!found) return null;
  const { row } = found;
  const [visits, mails, engagements, conversions] = await Promise.all([
    visitsOf(db, row),
    mailsOf(db, row),
    engagementsOf(db, row),
    conversionsOf(db, row),
  ]);
  const cited = visits.flatMap(({ because }) => because?.items.flatMap(({ factId }) => factId ?? []) ?? []);
  const facts = await factsOf(db, row, [row.entryEventId, ...cited]);
  const mail = mails.find((one) => one.visit === row.visit);
  const acts = await actsOf(db, row);
  return {
    enrollmentId,
    contact: found.contact,
    funnel: found.funnel,
    versionNumber: found.version.number,
    flow: found.version.flow,
    paused: found.funnel.status === "paused",
    sendingHeld: found.heldAt !== null && !test,
    status: row.status,
    enteredAt: row.enteredAt,
    deadlines: row.deadlines ?? NO_DEADLINES,
    nodeId: row.nodeId,
    visit: row.visit,
    arrivedAt: row.arrivedAt,
    until: row.until,
    stuck: row.stuck ? (row.failure ?? "") : null,
    mail: mail ? { state: mail.state, reason: mail.reason, notBefore: mail.notBefore } : null,
    end: row.endedAt === null ? null : { at: row.endedAt, reason: row.endReason ?? "finished" },
    entry: facts.find(({ id }) => id === row.entryEventId) ?? null,
    visits,
    mails,
    engagements,
    facts,
    conversions,
    acts,
    notStarted: await notStartedOf(db, row),
    earlier: await earlierOf(db, row, acts, visits),
  };
}

const notStartedOf = (db: Db, { workspaceId, id }: Row) =>
  db
    .select({
      visit: notStarted.visit,
      at: notStarted.at,
      funnel: funnel.name,
      because: notStarted.because,
    })
    .from(notStarted)
    .leftJoin(funnel, and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, notStarted.funnelId)))
    .where(and(eq(notStarted.workspaceId, workspaceId), eq(notStarted.enrollmentId, id)))
    .orderBy(asc(notStarted.at));

/** The drawings of the versions that they have left behind. */
async function earlierOf(
  db: Db,
  { workspaceId }: Row,
  acts: readonly { visit: number; from: string | null; to: string | null }[],
  visits: Path["visits"],
): Promise<NonNullable<Path["earlier"]>> {
  const ids = acts.flatMap(({ from }) => from ?? []);
  if (ids.length === 0) return [];
  const versions = await db
    .select({ id: funnelVersion.id, flow: funnelVersion.flow })
    .from(funnelVersion)
    .where(and(eq(funnelVersion.workspaceId, workspaceId), inArray(funnelVersion.id, ids)));
  return acts.flatMap(({ visit: at, from, to }) => {
    const flow = versions.find(({ id }) => id === from)?.flow;
    // Whoever only moved along left that visit by the new version; who is taken somewhere, or in again, by the one before.
    const leftByPlan =
      to !== null || visits.some((one) => one.visit === at && one.because?.why === "version");
    return flow ? [{ until: leftByPlan ? at : at - 1, flow }] : [];
  });
}

const visitsOf = (db: Db, { workspaceId, id }: Row) =>
  db
    .select({
      visit: visit.visit,
      nodeId: visit.nodeId,
      enteredAt: visit.enteredAt,
      leftAt: visit.leftAt,
      exit: visit.exit,
      by: visit.by,
      because: visit.because,
    })
    .from(visit)
    .where(and(eq(visit.workspaceId, workspaceId), eq(visit.enrollmentId, id)))
    .orderBy(asc(visit.visit));

const mailsOf = (db: Db, { workspaceId, id }: Row) =>
  db
    .select({
      id: message.id,
      visit: message.visit,
      nodeId: message.nodeId,
      state: message.state,
      reason: message.reason,
      notBefore: message.notBefore,
      subject: sql<string | null>`${message.frozen} ->> 'subject'`,
      dueAt: message.dueAt,
      settledAt: message.settledAt,
    })
    .from(message)
    .where(and(eq(message.workspaceId, workspaceId), eq(message.enrollmentId, id), eq(message.key, MAIL)))
    .orderBy(asc(message.visit));

const engagementsOf = (db: Db, { workspaceId, id }: Row) =>
  db
    .select({
      id: engagement.id,
      messageId: engagement.messageId,
      nodeId: engagement.nodeId,
      kind: engagement.kind,
      link: engagement.linkKey,
      at: engagement.at,
    })
    .from(engagement)
    .where(
      and(
        eq(engagement.workspaceId, workspaceId),
        eq(engagement.enrollmentId, id),
        eq(engagement.verdict, "human"),
      ),
    )
    .orderBy(asc(engagement.visibleAt))
    .limit(MOST_ENGAGEMENTS);

const conversionsOf = (db: Db, { workspaceId, id }: Row) =>
  db
    .select({
      nodeId: conversion.goalNodeId,
      value: conversion.value,
      currency: conversion.currency,
      at: conversion.at,
    })
    .from(conversion)
    .where(and(eq(conversion.workspaceId, workspaceId), eq(conversion.enrollmentId, id)))
    .orderBy(asc(conversion.at));

const actsOf = (db: Db, { workspaceId, id }: Row) =>
  db
    .select({
      id: act.id,
      at: act.at,
      kind: act.kind,
      by: user.name,
      visit: act.visit,
      to: act.toNodeId,
      from: act.fromVersionId,
      version: funnelVersion.number,
    })
    .from(act)
    .leftJoin(user, eq(user.id, act.userId))
    .leftJoin(
      funnelVersion,
      and(eq(funnelVersion.workspaceId, workspaceId), eq(funnelVersion.id, act.toVersionId)),
    )
    .where(and(eq(act.workspaceId, workspaceId), eq(act.enrollmentId, id)))
    .orderBy(asc(act.at), asc(act.id));

/** The events that evidence cites; a test's own facts stand apart. */
async function factsOf(db: Db, row: Row, ids: readonly string[]): Promise<Fact[]> {
  const wanted = [...new Set(ids)];
  if (row.test) {
    const own = await db
      .select()
      .from(testFact)
      .where(
        and(
          eq(testFact.workspaceId, row.workspaceId),
          eq(testFact.enrollmentId, row.id),
          inArray(testFact.id, wanted),
        ),
      );
    return own.map(({ id, name, visibleAt, value, currency, properties }) => ({
      id,
      name,
      at: visibleAt,
      visibleAt,
      value,
      currency,
      properties,
    }));
  }
  const rows = await db
    .select()
    .from(event)
    .where(and(eq(event.workspaceId, row.workspaceId), inArray(event.id, wanted)));
  return rows.map(({ id, name, occurredAt, visibleAt, value, currency, properties }) => ({
    id,
    name,
    at: occurredAt,
    visibleAt,
    value,
    currency,
    properties,
  }));
}
