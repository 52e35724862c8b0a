import "server-only";
import { and, eq, gte, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { remembered } from "@/db/remembered";
import { conversion, enrollment, visit } from "@/db/schema";
import { isOfThisEntry } from "@/lib/flow/entry";
import { GOALS_STAY_OPEN_MS, goalsMet, type News as Known } from "@/lib/flow/goals-met";
import { listensAt } from "@/lib/flow/listening";
import type { Fact, Instant, Topic } from "@/lib/flow/world";
import { writeDeltas } from "./deltas";
import { type Hint, woken } from "./hints";
import { entryOf } from "./load-facts";
import { replanDates } from "./plan-dates";
import { type Version, versionOf } from "./versions";

type Row = typeof enrollment.$inferSelect;

/**
 * Tells the contact's enrollments of a new fact: records the goals it meets, and makes due whoever reads it.
 * The contact's lock must be held.
 */
export async function tellEnrollments(
  tx: Tx,
  { workspaceId, contactId, fact, instant }: News & { fact: Fact },
): Promise<Hint[]> {
  const rows = await tx
    .select()
    .from(enrollment)
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.contactId, contactId),
        or(eq(enrollment.status, "active"), gte(enrollment.endedAt, instant - GOALS_STAY_OPEN_MS)),
      ),
    );
  const toWake: Row[] = [];
  for (const row of rows) {
    const version = await versionOf(tx, { workspaceId, id: row.versionId });
    await convert(tx, row, version, { fact }, instant);
    const topic = { topic: "event" as const, name: fact.name };
    if (row.status === "active" && listensAt(version.flow, row.nodeId, topic)) toWake.push(row);
  }
  return wake(tx, workspaceId, toWake, instant);
}

/** Whether goals still count for them. */
export const isOpenForGoals = ({ status, endedAt }: Row, instant: Instant): boolean =>
  status === "active" || (endedAt ?? 0) >= instant - GOALS_STAY_OPEN_MS;

type News = { workspaceId: string; contactId: string; instant: Instant };

/**
 * Makes due whoever of the contact's enrollments reads one of these topics, and plans anew when they enter by a date that
 * has moved. The contact's lock must be held.
 */
export async function wakeReaders(
  tx: Tx,
  { workspaceId, contactId, topics, instant }: News & { topics: readonly Topic[] },
): Promise<Hint[]> {
  if (topics.length === 0) return [];
  const fields = topics.flatMap((topic) => (topic.topic === "field" ? [topic.field] : []));
  await replanDates(tx, { workspaceId, contactId, fields, now: instant });
  const rows = await tx
    .select()
    .from(enrollment)
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.contactId, contactId),
        eq(enrollment.status, "active"),
      ),
    );
  const toWake: Row[] = [];
  for (const row of rows) {
    const { flow } = await versionOf(tx, { workspaceId, id: row.versionId });
    if (topics.some((topic) => listensAt(flow, row.nodeId, topic))) toWake.push(row);
  }
  return wake(tx, workspaceId, toWake, instant);
}

/** Makes enrollments due at this instant and says so to whoever waits for them. */
export async function wake(tx: Tx, workspaceId: string, rows: Row[], instant: Instant): Promise<Hint[]> {
  if (rows.length === 0) return [];
  await waking(tx, { workspaceId, ids: rows.map(({ id }) => id), instant });
  return rows.map(woken);
}

const ph = sql.placeholder;

const waking = remembered<{ workspaceId: string; ids: string[]; instant: Instant }, unknown>((db) =>
  db
    .update(enrollment)
    .set({
      dueAt: sql`least(coalesce(${enrollment.dueAt}, ${ph("instant")}::bigint), ${ph("instant")}::bigint)`,
      armedFor: null,
    })
    .where(
      and(eq(enrollment.workspaceId, ph("workspaceId")), sql`${enrollment.id} = any(${ph("ids")}::uuid[])`),
    ),
);

/** Records the goals that a fact or a click meets, each once. The contact's lock must be held. */
export async function convert(
  tx: Tx,
  row: Row,
  version: Version,
  news: Known,
  instant: Instant,
): Promise<void> {
  const { id: enrollmentId, contactId, funnelId, enteredAt, entryEventId } = row;
  const enrolled = { enrollmentId, contactId: contactId ?? "", funnelId, enteredAt, entryEventId };
  const met = goalsMet(version.flow, enrolled, news);
  if (met.length === 0) return;
  const { entry } = version.flow;
  if (entry.rule === "per-key" && "fact" in news) {
    if (!isOfThisEntry(entry, await entryOf(tx, row), news.fact)) return;
  }
  const { id: eventId, at } = "fact" in news ? news.fact : news.engagement;
  const earlier = await tx
    .select({ goal: conversion.goalNodeId })
    .from(conversion)
    .where(and(eq(conversion.workspaceId, row.workspaceId), eq(conversion.enrollmentId, row.id)));
  const fresh = met.filter(({ nodeId }) => !earlier.some(({ goal }) => goal === nodeId));
  if (fresh.length === 0) return;
  await tx.insert(conversion).values(
    fresh.map(({ nodeId, value, currency }) => ({
      workspaceId: row.workspaceId,
      enrollmentId: row.id,
      goalNodeId: nodeId,
      eventId,
      value,
      currency,
      at,
    })),
  );
  const visited = await tx
    .selectDistinct({ nodeId: visit.nodeId })
    .from(visit)
    .where(and(eq(visit.workspaceId, row.workspaceId), eq(visit.enrollmentId, row.id)));
  await writeDeltas(tx, row, [
    // Distinct enrollments: whoever reached one goal before is counted already, here and at every later step.
    ...(earlier.length === 0
      ? visited.map(({ nodeId }) => ({ nodeId, metric: "converted" as const, at: instant }))
      : []),
    ...fresh.flatMap(({ nodeId, value, currency }) =>
      value && currency ? [{ nodeId, metric: "revenue" as const, currency, n: value, at: instant }] : [],
    ),
  ]);
}
