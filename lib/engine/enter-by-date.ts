import "server-only";
import { and, asc, eq, isNull, lte, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { dateEntry, event, funnel } from "@/db/schema";
import { comesOn, dateInField, entryEnds, entryMoment, occasionOf } from "@/lib/flow/date-entry";
import { graphOf } from "@/lib/flow/graph";
import type { Fact, Instant } from "@/lib/flow/world";
import { type DateWay, detail } from "@/lib/nodes/trigger/settings";
import { DATE_CAME, MADE_FOR, triggerKey } from "@/lib/nodes/trigger/ways";
import { firstZone } from "@/lib/time/zone";
import type { Engine } from "./engine";
import { enroll, turnAway } from "./enroll";
import { type Hint, started } from "./hints";
import { type Contact, lockContact } from "./lock-contact";
import { planEntries, workspaceZone } from "./plan-dates";
import { type Version, versionOf } from "./versions";

/** So many people enter by their dates at one look; the rest at the next. */
const MOST_AT_ONCE = 500;
const AT_ONCE = 4;
/** Nothing that should have gone more than a day ago goes by itself. */
const LATEST_MS = 86_400_000;

type Plan = typeof dateEntry.$inferSelect;

/** Lets those in whose date has come. Answers how many plans were looked at. */
export async function enterByDate(engine: Engine): Promise<number> {
  const due = await engine.db
    .select({ plan: dateEntry })
    .from(dateEntry)
    .innerJoin(funnel, and(eq(funnel.workspaceId, dateEntry.workspaceId), eq(funnel.id, dateEntry.funnelId)))
    .where(and(lte(dateEntry.nextAt, engine.clock()), ne(funnel.status, "draft"), isNull(funnel.archivedAt)))
    .orderBy(asc(dateEntry.nextAt))
    .limit(MOST_AT_ONCE);
  const hints: Hint[] = [];
  const rest = due.values();
  const worker = async () => {
    for (const { plan } of rest) {
      try {
        hints.push(...(await letIn(engine, plan)));
      } catch (error) {
        console.error("Somebody could not enter by their date; it is tried again.", error);
        await postpone(engine, plan);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, due.length) }, worker));
  if (hints.length > 0) await engine.hint(hints);
  return due.length;
}

const mine = ({ workspaceId, funnelId, nodeId, contactId }: Plan) =>
  and(
    eq(dateEntry.workspaceId, workspaceId),
    eq(dateEntry.funnelId, funnelId),
    eq(dateEntry.nodeId, nodeId),
    eq(dateEntry.contactId, contactId),
  );

/** Whoever fails must not keep the others waiting. */
const postpone = (engine: Engine, plan: Plan) =>
  engine.db
    .update(dateEntry)
    .set({ nextAt: sql`${dateEntry.nextAt} + 60000` })
    .where(and(mine(plan), eq(dateEntry.nextAt, plan.nextAt)));

function letIn(engine: Engine, seen: Plan): Promise<Hint[]> {
  return engine.db.transaction(async (tx) => {
    const { workspaceId, funnelId, nodeId, contactId } = seen;
    const locked = await lockContact(tx, { workspaceId, contactId, clock: engine.clock });
    // Read under the lock: whoever came in by a version that is not live any more would be taken along by nobody.
    const [found] = await tx
      .select({ plan: dateEntry, versionId: funnel.liveVersionId })
      .from(dateEntry)
      .innerJoin(
        funnel,
        and(eq(funnel.workspaceId, dateEntry.workspaceId), eq(funnel.id, dateEntry.funnelId)),
      )
      .where(and(mine(seen), isNull(funnel.archivedAt)));
    if (!locked || !found?.versionId || found.plan.nextAt > locked.instant) return [];
    const { plan } = found;
    const version = await versionOf(tx, { workspaceId, id: found.versionId });
    const node = graphOf(version.flow).node(nodeId);
    if (node?.type !== "trigger" || node.data.on !== "date") {
      await tx.delete(dateEntry).where(mine(plan));
      return [];
    }
    const way = detail.date(node.data);
    const zone = await workspaceZone(tx, workspaceId);
    const still = isStillSo(way, plan, locked.contact, zone, locked.instant);
    const hints = still ? await enter(tx, plan, version, way, { ...locked, zone }) : [];
    const trigger = { workspaceId, funnelId, nodeId, way };
    await planEntries(tx, trigger, [locked.contact], {
      zone,
      now: locked.instant,
      after: still ? plan.day : null,
    });
    return hints;
  });
}

/** Whether what stands in their field, and their clock, say the same as when it was planned. */
function isStillSo(way: DateWay, plan: Plan, person: Contact, zone: string, now: Instant): boolean {
  const date = dateInField(person.fields[way.field]);
  return (
    date !== null &&
    comesOn(way, date, plan.day) &&
    entryMoment(way, plan.day, firstZone(person.timeZone, zone)) <= now
  );
}

async function enter(
  tx: Tx,
  { workspaceId, funnelId, nodeId, contactId, day, nextAt }: Plan,
  version: Version,
  way: DateWay,
  { contact: person, instant, zone }: { contact: Contact; instant: Instant; zone: string },
): Promise<Hint[]> {
  const fact: Fact = {
    // Whatever happens, once for this person, this trigger and this year.
    id: `date:${funnelId}:${nodeId}:${contactId}:${occasionOf(way, day)}`,
    name: DATE_CAME,
    at: Math.min(nextAt, instant),
    visibleAt: instant,
    value: null,
    currency: null,
    properties: { field: way.field, date: day, [MADE_FOR]: triggerKey({ funnelId, nodeId, formId: null }) },
  };
  const { at, ...kept } = fact;
  const stored = await tx
    .insert(event)
    .values({ ...kept, workspaceId, contactId, occurredAt: at })
    .onConflictDoNothing()
    .returning({ id: event.id });
  if (stored.length === 0) return [];
  const entering = { workspaceId, contactId, fact, instant, depth: 0 };
  const ends = entryEnds(way, day, firstZone(person.timeZone, zone));
  const answer =
    instant - nextAt > LATEST_MS && instant >= ends
      ? { refused: { why: "late" as const, since: nextAt } }
      : await enroll(tx, entering, {
          funnelId,
          nodeId,
          versionId: version.id,
          timeZone: zone,
          flow: version.flow,
        });
  if ("row" in answer) return [started(answer.row)];
  await turnAway(tx, entering, { funnelId, nodeId, because: answer.refused });
  return [];
}
