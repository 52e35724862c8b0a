import "server-only";
import { and, eq, isNull, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { enrollment, form, funnel, funnelTrigger, visit, workspaceSettings } from "@/db/schema";
import { entryKey } from "@/lib/flow/entry";
import { graphOf } from "@/lib/flow/graph";
import { startJourney } from "@/lib/flow/walk";
import type { Fact, Instant } from "@/lib/flow/world";
import { definitionFor } from "@/lib/nodes/definitions";
import { dayIn, writeDeltas } from "./deltas";
import { type Hint, started } from "./hints";
import { versionOf } from "./versions";

/** An older event is kept for the numbers, but starts nothing: its moment has passed. */
export const OLDEST_ENTRY_MS = 30 * 86_400_000;

type Entering = { workspaceId: string; contactId: string; fact: Fact; instant: Instant };

/**
 * Enrolls a contact in every live or paused funnel that this fact starts, once per entry key.
 * The contact's lock must be held.
 */
export async function enrollByFact(tx: Tx, entering: Entering): Promise<{ ids: string[]; hints: Hint[] }> {
  const { workspaceId, fact, instant } = entering;
  if (fact.at < instant - OLDEST_ENTRY_MS) return { ids: [], hints: [] };
  const ways = await tx
    .select({
      funnelId: funnelTrigger.funnelId,
      versionId: funnelTrigger.versionId,
      nodeId: funnelTrigger.nodeId,
      formId: form.id,
      timeZone: workspaceSettings.timeZone,
    })
    .from(funnelTrigger)
    .innerJoin(funnel, and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, funnelTrigger.funnelId)))
    .innerJoin(workspaceSettings, eq(workspaceSettings.workspaceId, funnelTrigger.workspaceId))
    .leftJoin(form, and(eq(form.workspaceId, workspaceId), eq(form.funnelId, funnelTrigger.funnelId)))
    .where(
      and(
        eq(funnelTrigger.workspaceId, workspaceId),
        eq(funnelTrigger.eventName, fact.name),
        ne(funnel.status, "draft"),
        isNull(funnel.archivedAt),
      ),
    );
  const ids: string[] = [];
  const hints: Hint[] = [];
  for (const way of ways) {
    const made = await enter(tx, entering, way);
    if (!made) continue;
    ids.push(made.id);
    hints.push(started(made));
  }
  return { ids, hints };
}

type Way = { funnelId: string; versionId: string; nodeId: string; formId: string | null; timeZone: string };

async function enter(tx: Tx, entering: Entering, way: Way) {
  const version = await versionOf(tx, { workspaceId: entering.workspaceId, id: way.versionId });
  const node = graphOf(version.flow).node(way.nodeId);
  if (!node || !definitionFor(node.type).enters?.(node.data, entering.fact, { formId: way.formId })) {
    return null;
  }
  const key = entryKey(version.flow.entry, entering.fact);
  return key === null ? null : enroll(tx, entering, { ...way, key });
}

/** Enrolls a contact at a trigger, once per key: null when they have been there. The contact's lock must be held. */
export async function enroll(
  tx: Tx,
  { workspaceId, contactId, fact, instant }: Entering,
  way: Pick<Way, "funnelId" | "versionId" | "nodeId" | "timeZone"> & { key: string },
): Promise<typeof enrollment.$inferSelect | null> {
  const journey = startJourney(way.nodeId, instant);
  const [row] = await tx
    .insert(enrollment)
    .values({
      workspaceId,
      funnelId: way.funnelId,
      versionId: way.versionId,
      contactId,
      entryKey: way.key,
      entryEventId: fact.id,
      enteredAt: instant,
      entryDay: dayIn(way.timeZone, instant),
      nodeId: journey.nodeId,
      visit: journey.visit,
      arrivedAt: journey.arrivedAt,
      dueAt: instant,
      // The hint that goes out with this commit is the timer; if it is lost, the sweep comes for what is overdue.
      armedFor: instant,
    })
    .onConflictDoNothing({ target: [enrollment.funnelId, enrollment.contactId, enrollment.entryKey] })
    .returning();
  if (!row) return null;
  await tx
    .insert(visit)
    .values({ workspaceId, enrollmentId: row.id, visit: 1, nodeId: way.nodeId, enteredAt: instant });
  await writeDeltas(tx, row, [{ nodeId: way.nodeId, metric: "entered", at: instant }]);
  return row;
}
