import "server-only";
import { and, eq, gte, lt, min, or, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { enrolling, enrollment, event, form, funnel, workspaceSettings } from "@/db/schema";
import type { Entry } from "@/lib/flow/flow";
import { graphOf } from "@/lib/flow/graph";
import type { Fact, Instant } from "@/lib/flow/world";
import type { JsonValue } from "@/lib/json";
import { detail } from "@/lib/nodes/trigger/settings";
import { MADE_FOR, SCHEDULE_CAME, triggerKey } from "@/lib/nodes/trigger/ways";
import type { Engine } from "./engine";
import { enroll, turnAway } from "./enroll";
import { enrollingPeople, type Hint, started } from "./hints";
import { type Contact, lockContact } from "./lock-contact";
import { type Match, type Matching, matchesNow, matchingOf, somePeople } from "./matching";
import { planSome } from "./plan-dates";
import { type Version, versionOf } from "./versions";

/** So many people are looked at before anybody else gets a turn. */
const BATCH = 100;
/** So many plans are written at once: nobody enters by it. */
const PLANNED = 200;
/** How many contacts are served at the same time: measured, four need two thirds of the time of two, and eight hardly less. */
const AT_ONCE = 4;
const LEASE_SECONDS = 60;
const ATTEMPTS = 3;

type Job = typeof enrolling.$inferSelect;
type Scope = { workspaceId: string; id: string };

/** What became of one turn: `more`: come again; `taken`: somebody else is at work on it. */
export type Turn = "more" | "ended" | "taken";

/**
 * One turn of a run: the next hundred of those who match enter, each in a transaction of their own under their lock. A
 * crash in between costs nothing: whoever entered by this run is known by the event that brought them in.
 */
export async function enrollSome(engine: Engine, scope: Scope): Promise<Turn> {
  const job = await lease(engine, scope);
  if (job === "taken" || job === "ended") return job;
  const place = await findPlace(engine.db, engine, job);
  if ("because" in place) {
    await conclude(engine, job, { state: "stopped", because: place.because, cursor: job.cursor });
    return "ended";
  }
  if (job.kind === "dates") return planTurn(engine, job);
  const { matches, next } = await somePeople(engine.db, place.matching, { cursor: job.cursor, limit: BATCH });
  const done = { entered: 0, refused: 0 };
  const hints: Hint[] = [];
  const rest = matches.values();
  const worker = async () => {
    for (const match of rest) {
      const answer = await tryOne(() => letIn(engine, job, match));
      if (answer === "refused") done.refused += 1;
      else if (answer) {
        done.entered += 1;
        hints.push(started(answer));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await engine.hint(hints);
  await conclude(engine, job, { ...done, state: next === null ? "done" : "running", cursor: next });
  return next === null ? "ended" : "more";
}

/** The same, where it is only planned when each of them enters. */
async function planTurn(engine: Engine, job: Job): Promise<Turn> {
  const { workspaceId, funnelId, nodeId } = job;
  const given = { cursor: job.cursor, limit: PLANNED, now: engine.clock() };
  const next = await engine.db.transaction(async (tx) => {
    // Whoever publishes waits for this: what the run of a later version has planned is never overwritten.
    await tx
      .select({ id: funnel.id })
      .from(funnel)
      .where(and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, funnelId)))
      .for("share");
    const place = await findPlace(tx, engine, job);
    if ("because" in place) return job.cursor;
    const trigger = { workspaceId, funnelId, nodeId, way: detail.date(place.matching.settings) };
    return planSome(tx, trigger, given);
  });
  await conclude(engine, job, { state: next === null ? "done" : "running", cursor: next });
  return next === null ? "ended" : "more";
}

/** Somebody who cannot be let in must not keep the others waiting. */
async function tryOne<T>(work: () => Promise<T>): Promise<T | "refused"> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt < ATTEMPTS) continue;
      console.error("Somebody could not be let into a funnel.", error);
      return "refused";
    }
  }
}

async function lease(engine: Engine, { workspaceId, id }: Scope): Promise<Job | "taken" | "ended"> {
  const mine = and(eq(enrolling.workspaceId, workspaceId), eq(enrolling.id, id));
  const [job] = await engine.db
    .update(enrolling)
    .set({ leasedUntil: sql`now() + ${LEASE_SECONDS} * interval '1 second'` })
    .where(and(mine, eq(enrolling.state, "running"), sql`${enrolling.leasedUntil} <= now()`))
    .returning();
  if (job) return job;
  const [known] = await engine.db.select({ state: enrolling.state }).from(enrolling).where(mine);
  return known?.state === "running" ? "taken" : "ended";
}

type Done = {
  state: Job["state"];
  cursor: string | null;
  because?: string;
  entered?: number;
  refused?: number;
};

/** Writes what a turn did. Whoever pressed Stop meanwhile is obeyed. */
async function conclude(engine: Engine, job: Job, done: Done): Promise<void> {
  const ended = done.state !== "running";
  await engine.db
    .update(enrolling)
    .set({
      entered: sql`${enrolling.entered} + ${done.entered ?? 0}::int`,
      refused: sql`${enrolling.refused} + ${done.refused ?? 0}::int`,
      cursor: done.cursor ?? job.cursor,
      leasedUntil: sql`now()`,
      ...(ended
        ? {
            state: sql`case when ${enrolling.state} = 'running' then ${done.state}::text else ${enrolling.state} end`,
            endedAt: sql`coalesce(${enrolling.endedAt}, ${engine.clock()}::bigint)`,
            because: sql`coalesce(${enrolling.because}, ${done.because ?? null}::text)`,
          }
        : {}),
    })
    .where(and(eq(enrolling.workspaceId, job.workspaceId), eq(enrolling.id, job.id)));
}

type Place = { version: Version; matching: Matching; timeZone: string };

async function findPlace(db: Db, engine: Engine, job: Job): Promise<Place | { because: string }> {
  const { workspaceId, funnelId, nodeId } = job;
  const [found] = await db
    .select({
      status: funnel.status,
      archivedAt: funnel.archivedAt,
      versionId: funnel.liveVersionId,
      timeZone: workspaceSettings.timeZone,
      formId: form.id,
    })
    .from(funnel)
    .innerJoin(workspaceSettings, eq(workspaceSettings.workspaceId, funnel.workspaceId))
    .leftJoin(form, and(eq(form.workspaceId, workspaceId), eq(form.funnelId, funnel.id)))
    .where(and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, funnelId)));
  if (!found || found.archivedAt || found.versionId === null) return { because: "The funnel was put away." };
  const version = await versionOf(db, { workspaceId, id: found.versionId });
  const node = graphOf(version.flow).node(nodeId);
  const matching =
    node &&
    matchingOf(node, {
      workspaceId,
      funnelId,
      formId: found.formId,
      entry: version.flow.entry,
      now: engine.clock(),
    });
  if (!matching) return { because: "The published version does not have this trigger any more." };
  return { version, matching, timeZone: found.timeZone };
}

type Enrollment = typeof enrollment.$inferSelect;

/** One contact, under their lock. Null: they have entered by this run already, or do not match any more. */
function letIn(engine: Engine, job: Job, match: Match): Promise<Enrollment | "refused" | null> {
  return engine.db.transaction(async (tx) => {
    const { workspaceId, funnelId, nodeId } = job;
    const { contactId } = match;
    const locked = await lockContact(tx, { workspaceId, contactId, clock: engine.clock });
    // Asked under the lock: whoever came in by a version that is not live any more would be taken along by nobody.
    const place = locked && (await findPlace(tx, engine, job));
    if (!place || "because" in place) return null;
    const { version, matching, timeZone } = place;
    if (!matchesNow(matching, locked.contact)) return null;
    const { instant } = locked;
    const fact = match.fact ?? factFor(job, matching, locked.contact, instant);
    const { rule } = version.flow.entry;
    if (await cameByIt(tx, job, contactId, { eventId: fact.id, rule })) return null;
    // A member or a schedule asks for it, no funnel.
    const entering = { workspaceId, contactId, fact, instant, depth: 0 };
    const way = { funnelId, versionId: version.id, nodeId, timeZone, flow: version.flow };
    const answer = await enroll(tx, entering, way);
    if ("refused" in answer) {
      await turnAway(tx, entering, { funnelId, nodeId, because: answer.refused });
      return "refused";
    }
    if (match.fact === null) {
      const { at, ...kept } = fact;
      await tx.insert(event).values({ ...kept, workspaceId, contactId, occurredAt: at });
    }
    return answer.row;
  });
}

/** The event of whoever comes in by what they are: it names this run, so that nobody comes in by it twice. */
function factFor(job: Job, { settings, here }: Matching, person: Contact, instant: Instant): Fact {
  const about: Record<string, JsonValue> =
    settings.on === "tag"
      ? { tag: settings.tag ?? "" }
      : settings.on === "field" && settings.field
        ? { field: settings.field.field, value: person.fields[settings.field.field] ?? null }
        : {};
  return {
    id: `enrolling:${job.id}:${person.id}`,
    name: job.kind === "schedule" ? SCHEDULE_CAME : "matched.already",
    at: instant,
    visibleAt: instant,
    value: null,
    currency: null,
    properties: { ...about, [MADE_FOR]: triggerKey(here) },
  };
}

/**
 * Whether they have entered by this event, or, where they may come again, since somebody pressed: whoever matches several
 * triggers was counted once.
 */
async function cameByIt(
  tx: Tx,
  { workspaceId, funnelId, kind, key }: Job,
  contactId: string,
  { eventId, rule }: { eventId: string; rule: Entry["rule"] },
) {
  const again = kind === "matching" && (rule === "after-end" || rule === "after-days");
  const pressedAt = tx
    .select({ at: min(enrolling.startedAt) })
    .from(enrolling)
    .where(
      and(eq(enrolling.workspaceId, workspaceId), eq(enrolling.funnelId, funnelId), eq(enrolling.key, key)),
    );
  const [row] = await tx
    .select({ id: enrollment.id })
    .from(enrollment)
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.funnelId, funnelId),
        eq(enrollment.contactId, contactId),
        or(
          eq(enrollment.entryEventId, eventId),
          again ? gte(enrollment.enteredAt, sql`(${pressedAt})`) : undefined,
        ),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** A turn is followed by the next within this; otherwise whoever was at it is gone. */
const ABANDONED = sql`now() - interval '10 seconds'`;

/** Runs that nobody is at: never begun, or left by a process that was killed. */
export async function abandonedEnrollings(engine: Engine): Promise<Hint[]> {
  const rows = await engine.db
    .select({ workspaceId: enrolling.workspaceId, id: enrolling.id })
    .from(enrolling)
    .where(and(eq(enrolling.state, "running"), lt(enrolling.leasedUntil, ABANDONED)))
    .limit(100);
  return rows.map(enrollingPeople);
}
