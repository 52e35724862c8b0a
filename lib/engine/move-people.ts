import "server-only";
import { and, asc, eq, inArray, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import { finishedBy } from "@/db/queries/finished";
import { enrollment, funnel, versionMove } from "@/db/schema";
import type { Engine } from "./engine";
import { type Hint, moving } from "./hints";
import { movePerson } from "./move-person";

const BATCH = 200;
/** People under work at the same time: the rest of the app must still get at the database. */
const AT_ONCE = 4;
/** After a crash it waits so long for another process; two at once would do no harm. */
const LEASE_SECONDS = 20;
const ATTEMPTS = 3;
const WATCH_MS = 500;

type Move = typeof versionMove.$inferSelect;

/** What one bounded turn did. `waitMs`: there is more to do, then; null: nothing is left, or somebody else is at it. */
export type MoveTurn = { worked: number; waitMs: number | null };

/**
 * One turn of taking a funnel's people along to a version that went live, in the order in which they entered. What it
 * does is safe twice, so a process that is killed within a turn loses nothing: the next one goes on at the cursor.
 */
export async function movePeople(
  engine: Engine,
  { workspaceId, versionId }: { workspaceId: string; versionId: string },
): Promise<MoveTurn> {
  const move = await lease(engine, { workspaceId, versionId });
  if (!move) return { worked: 0, waitMs: null };
  if (!(await isLive(engine, move))) return finish(engine, move);
  // Asked before the list is read: then whoever came in by the version before is in it.
  const settled = await everybodyIsIn(engine, move);
  const people = await nextPeople(engine, move, settled);
  const last = people.at(-1);
  if (!last) return settled ? finish(engine, move) : release(engine, move, { worked: 0, waitMs: WATCH_MS });
  const rest = people[Symbol.iterator]();
  const failed: string[] = [];
  const worker = async () => {
    for (const { id, contactId } of rest) {
      const moved = await tryOne(engine, move, { enrollmentId: id, contactId: contactId ?? "" });
      if (!moved) failed.push(id);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, people.length) }, worker));
  const passed = { to: last, failed };
  return release(engine, move, { worked: people.length, waitMs: 0 }, passed);
}

const only = ({ workspaceId, versionId }: Pick<Move, "workspaceId" | "versionId">) =>
  and(eq(versionMove.workspaceId, workspaceId), eq(versionMove.versionId, versionId));

async function lease(
  engine: Engine,
  scope: { workspaceId: string; versionId: string },
): Promise<Move | undefined> {
  const [move] = await engine.db
    .update(versionMove)
    .set({
      leasedUntil: sql`now() + ${LEASE_SECONDS} * interval '1 second'`,
      // Whoever begins after this reads the triggers of the new version.
      watermark: sql`coalesce(${versionMove.watermark}, pg_snapshot_xmax(pg_current_snapshot())::text)`,
    })
    .where(
      and(
        only(scope),
        isNull(versionMove.finishedAt),
        or(isNull(versionMove.leasedUntil), sql`${versionMove.leasedUntil} <= now()`),
      ),
    )
    .returning();
  return move;
}

async function isLive(engine: Engine, { workspaceId, funnelId, versionId }: Move): Promise<boolean> {
  const [row] = await engine.db
    .select({ liveVersionId: funnel.liveVersionId })
    .from(funnel)
    .where(and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, funnelId)));
  return row?.liveVersionId === versionId;
}

/** No transaction of ours takes so long. */
const LONGEST_MS = 60_000;

/**
 * Whether every transaction that may have enrolled by an earlier version is over. What others write on the same server may
 * take hours, and keeps nobody waiting.
 */
async function everybodyIsIn(engine: Engine, move: Move): Promise<boolean> {
  const [row] = await engine.db
    .select({
      over: sql<boolean>`pg_snapshot_xmin(pg_current_snapshot()) >= ${versionMove.watermark}::xid8
        or ${versionMove.startedAt} < now() - ${LONGEST_MS / 1_000} * interval '1 second'`,
    })
    .from(versionMove)
    .where(only(move));
  return row?.over ?? false;
}

/**
 * The next in the order in which they entered. Until everybody is in, only those before whom nobody can still come: the
 * list is never looked at again from its beginning.
 */
const nextPeople = (
  engine: Engine,
  { workspaceId, funnelId, versionId, startedAt, afterEnteredAt, afterId, takeIn }: Move,
  settled: boolean,
) =>
  engine.db
    .select({ id: enrollment.id, contactId: enrollment.contactId, enteredAt: enrollment.enteredAt })
    .from(enrollment)
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.funnelId, funnelId),
        eq(enrollment.test, false),
        takeIn.length === 0
          ? eq(enrollment.status, "active")
          : or(
              eq(enrollment.status, "active"),
              // Asked of one trip at a time, and of each once: asked of all of them it would be so again in every turn.
              sql`${enrollment.status} = 'ended' and exists (${finishedBy(takeIn, sql`e.id = ${enrollment.id}`)})`,
            ),
        ne(enrollment.versionId, versionId),
        isNotNull(enrollment.contactId),
        settled ? undefined : lt(enrollment.enteredAt, startedAt.getTime() - LONGEST_MS),
        afterId === null
          ? undefined
          : sql`(${enrollment.enteredAt}, ${enrollment.id}) > (${afterEnteredAt}::bigint, ${afterId}::uuid)`,
      ),
    )
    .orderBy(asc(enrollment.enteredAt), asc(enrollment.id))
    .limit(BATCH);

/** Somebody who cannot be moved must not keep the others waiting: they stay on the version they are on. */
async function tryOne(
  engine: Engine,
  move: Move,
  person: { enrollmentId: string; contactId: string },
): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await movePerson(engine, move, person);
      return true;
    } catch (error) {
      if (attempt < ATTEMPTS) continue;
      console.error("Somebody could not be taken along to a new version.", error);
      return false;
    }
  }
}

type Passed = { to: { id: string; enteredAt: number }; failed: readonly string[] };

/**
 * Lets the next turn begin. Those who could not be moved are counted by the very statement that goes past them, and only
 * from where this turn began: whoever is killed before it has counted nobody, and of two at work at once one counts.
 */
async function release(engine: Engine, move: Move, turn: MoveTurn, passed?: Passed): Promise<MoveTurn> {
  const { workspaceId, versionId, afterId } = move;
  const stayedBehind =
    passed && passed.failed.length > 0
      ? sql`${versionMove.failed} + (
          select count(*) from ${enrollment}
          where ${enrollment.workspaceId} = ${workspaceId} and ${inArray(enrollment.id, [...passed.failed])}
            and ${enrollment.versionId} <> ${versionId}
        )`
      : undefined;
  await engine.db
    .update(versionMove)
    .set({
      leasedUntil: sql`now()`,
      ...(passed ? { afterEnteredAt: passed.to.enteredAt, afterId: passed.to.id } : {}),
      ...(stayedBehind ? { failed: stayedBehind } : {}),
    })
    .where(and(only(move), sql`${versionMove.afterId} is not distinct from ${afterId}::uuid`));
  return turn;
}

async function finish(engine: Engine, move: Move): Promise<MoveTurn> {
  await engine.db.update(versionMove).set({ leasedUntil: null, finishedAt: sql`now()` }).where(only(move));
  return { worked: 0, waitMs: null };
}

/** A turn is followed by the next within this; otherwise whoever was at it is gone. */
const ABANDONED = sql`now() - interval '10 seconds'`;

/** What nobody is at: never begun, or left by a process that was killed. */
export async function abandonedMoves(engine: Engine): Promise<Hint[]> {
  const rows = await engine.db
    .select({ workspaceId: versionMove.workspaceId, versionId: versionMove.versionId })
    .from(versionMove)
    .where(
      and(
        isNull(versionMove.finishedAt),
        or(isNull(versionMove.leasedUntil), lt(versionMove.leasedUntil, ABANDONED)),
      ),
    )
    .limit(100);
  return rows.map(moving);
}
