import { isDeepStrictEqual } from "node:util";
import { eq } from "drizzle-orm";
import { expect } from "vitest";
import type { Pool } from "@/db/client";
import { enrollment, message } from "@/db/schema";
import { versionOf } from "@/lib/engine/versions";
import type { Live } from "../engine/kit";
import { recalled } from "../engine/recalled";
import type { AcceptedMail } from "../fake-resend/start";
import { interpret } from "../reference/interpret";

export type Verdict = {
  /** Mails that the provider has accepted more than once: by message, and by person and step. */
  doubled: string[];
  /** Mails that should have been accepted and were not. */
  missing: string[];
  /** People who are neither at an end nor waiting for something that is still to come. */
  stranded: string[];
  /** People who went another way than the reference says of what was recorded of them. */
  wrong: string[];
};

export const CLEAN: Verdict = { doubled: [], missing: [], stranded: [], wrong: [] };

/** Someone who is due is taken care of within this time, by a sweep at the latest. */
const GRACE_MS = 30_000;

/**
 * What became of everybody in a funnel, by what the provider has accepted, what the database holds, and what the
 * independently written interpreter makes of the same life.
 */
export async function judge(db: Pool, place: Live, accepted: readonly AcceptedMail[]): Promise<Verdict> {
  const now = Date.now();
  const people = await db.select().from(enrollment).where(eq(enrollment.funnelId, place.funnelId));
  const messages = await db
    .select({
      id: message.id,
      state: message.state,
      enrollmentId: message.enrollmentId,
      nodeId: message.nodeId,
      visit: message.visit,
    })
    .from(message)
    .innerJoin(enrollment, eq(enrollment.id, message.enrollmentId))
    .where(eq(enrollment.funnelId, place.funnelId));
  const stepOf = new Map(messages.map((one) => [one.id, `${one.enrollmentId} ${one.nodeId} ${one.visit}`]));
  const ids = accepted.map(({ tags }) => tags.find(({ name }) => name === "message_id")?.value ?? "none");
  const verdict: Verdict = {
    doubled: [...twice(ids), ...twice(ids.map((id) => stepOf.get(id) ?? id))],
    missing: [],
    stranded: [],
    wrong: [],
  };
  const arrived = new Set(ids);
  for (const { id, state } of messages) {
    // Dropped and cancelled mails have their reasons, which a test looks at by itself. Nothing else may end but as sent:
    // the provider of these runs answers in the end, so nobody has to be asked whether a mail went out.
    if (state === "sent" && !arrived.has(id)) verdict.missing.push(`${stepOf.get(id)} was never accepted`);
    if (state !== "sent" && state !== "dropped" && state !== "cancelled")
      verdict.missing.push(`${stepOf.get(id)} is still ${state}`);
  }
  for (const row of people) {
    const waits = row.status === "ended" || (!row.stuck && row.dueAt !== null && row.dueAt > now - GRACE_MS);
    if (!waits) verdict.stranded.push(`${row.id} at ${row.nodeId}, due ${row.dueAt}, stuck ${row.stuck}`);
    const complaint = await wrongWith(db, row, now);
    if (complaint) verdict.wrong.push(complaint);
  }
  return verdict;
}

async function wrongWith(db: Pool, row: typeof enrollment.$inferSelect, now: number): Promise<string | null> {
  const { flow } = await versionOf(db, { workspaceId: row.workspaceId, id: row.versionId });
  const { walked, mails, mailWorld, facts, zoneAt, hands } = await recalled(db, row);
  const entry = facts.find(({ id }) => id === row.entryEventId);
  if (!entry) return `${row.id}: its entry event is missing`;
  const ids = { contactId: row.contactId ?? "", funnelId: row.funnelId };
  const deadlines = row.deadlines ?? {};
  const life = { ...ids, enteredAt: row.enteredAt, entry, facts, deadlines, zoneAt, hands };
  const nodeId = walked[0]?.nodeId ?? "";
  // Whoever is under way is only known as far as they were moved.
  const upTo = row.status === "ended" ? now : (row.steppedAt ?? row.enteredAt);
  const expected = interpret(flow, life, { nodeId }, upTo, mailWorld);
  const [is, should] = [
    { path: walked, mails },
    { path: expected.path, mails: expected.mails },
  ];
  if (isDeepStrictEqual(is, should)) return null;
  return `${row.id} went ${JSON.stringify(is)}\n  instead of ${JSON.stringify(should)}`;
}

function twice(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => seen.size === seen.add(name).size);
}

/** Says the verdict in one line and expects it to be clean: D = M = S = B = 0. */
export async function expectClean(what: string, rig: { db: Pool; place: Live }, accepted: AcceptedMail[]) {
  const verdict = await judge(rig.db, rig.place, accepted);
  const { doubled, missing, stranded, wrong } = verdict;
  console.log(
    `${what}: ${accepted.length} mails, D=${doubled.length} M=${missing.length} S=${stranded.length} B=${wrong.length}`,
  );
  expect(verdict).toEqual(CLEAN);
}
