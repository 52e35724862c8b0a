import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { enrollment, message, testFact, visit } from "@/db/schema";
import { testKey } from "@/lib/flow/entry";
import { journeyTime } from "@/lib/flow/journey-clock";
import { listensAt } from "@/lib/flow/listening";
import type { SampleEvent } from "@/lib/flow/sample-entry";
import { STOPPED } from "@/lib/flow/test-run";
import type { Instant } from "@/lib/flow/world";
import type { Engine } from "./engine";
import { type Hint, woken } from "./hints";
import { lockContact } from "./lock-contact";
import { wake } from "./tell-enrollments";
import { versionOf } from "./versions";

type Scope = { workspaceId: string; funnelId: string; userId: string };
type Row = typeof enrollment.$inferSelect;

/** Lets something happen that only the member's test learns of. False when none is under way. */
export async function happenInTest(engine: Engine, scope: Scope, fact: SampleEvent): Promise<boolean> {
  return underWay(engine, scope, async (tx, row, instant) => {
    await tx.insert(testFact).values({
      workspaceId: row.workspaceId,
      enrollmentId: row.id,
      id: engine.token(),
      visibleAt: instant,
      ...fact,
    });
    const version = await versionOf(tx, { workspaceId: row.workspaceId, id: row.versionId });
    const listens = listensAt(version.flow, row.nodeId, { topic: "event", name: fact.name });
    return listens ? wake(tx, row.workspaceId, [row], instant) : [];
  });
}

/** Ends the member's test where it stands; mail that has not arrived does not come any more. False when none is under way. */
export async function stopTest(engine: Engine, scope: Scope): Promise<boolean> {
  return underWay(engine, scope, async (tx, row, instant) => {
    const at = journeyTime(row, instant);
    const mine = eq(enrollment.workspaceId, row.workspaceId);
    await tx
      .update(visit)
      .set({ leftAt: at, by: "ended", because: { v: 1, why: "end", items: [] } })
      .where(
        and(
          eq(visit.workspaceId, row.workspaceId),
          eq(visit.enrollmentId, row.id),
          eq(visit.visit, row.visit),
        ),
      );
    await tx
      .update(message)
      .set({ state: "cancelled", reason: "The test was stopped.", settledAt: instant })
      .where(
        and(
          eq(message.workspaceId, row.workspaceId),
          eq(message.enrollmentId, row.id),
          inArray(message.state, ["queued", "held"]),
        ),
      );
    await tx
      .update(enrollment)
      .set({ status: "ended", endedAt: at, endReason: STOPPED, until: null, dueAt: null, armedFor: null })
      .where(and(mine, eq(enrollment.id, row.id)));
    // Its run waits for a wake-up, finds that it is over, and ends.
    return [woken(row)];
  });
}

async function underWay(
  engine: Engine,
  scope: Scope,
  work: (tx: Tx, row: Row, instant: Instant) => Promise<Hint[]>,
): Promise<boolean> {
  const before = await find(engine.db, scope);
  const contactId = before?.contactId;
  if (!contactId) return false;
  const hints = await engine.db.transaction(async (tx) => {
    const locked = await lockContact(tx, {
      workspaceId: scope.workspaceId,
      contactId,
      clock: engine.clock,
    });
    // Until the lock was ours, it may have ended or begun anew.
    const row = locked && (await find(tx, scope));
    if (!row || row.contactId !== contactId || row.status !== "active") return null;
    return work(tx, row, locked.instant);
  });
  if (!hints) return false;
  await engine.hint(hints);
  return true;
}

async function find(
  db: Engine["db"] | Tx,
  { workspaceId, funnelId, userId }: Scope,
): Promise<Row | undefined> {
  const [row] = await db
    .select()
    .from(enrollment)
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.funnelId, funnelId),
        eq(enrollment.test, true),
        eq(enrollment.entryKey, testKey(userId)),
      ),
    );
  return row;
}
