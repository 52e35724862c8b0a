import "server-only";
import { and, asc, eq, gt, inArray, isNull, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { contact, dateEntry, funnel, funnelTrigger, workspaceSettings } from "@/db/schema";
import { dateInField, nextEntry } from "@/lib/flow/date-entry";
import { graphOf } from "@/lib/flow/graph";
import type { Instant } from "@/lib/flow/world";
import { type DateWay, detail } from "@/lib/nodes/trigger/settings";
import { DATE_CAME } from "@/lib/nodes/trigger/ways";
import { firstZone } from "@/lib/time/zone";
import { versionOf } from "./versions";

/** A trigger of a live version by a date of theirs. */
export type DateTrigger = { workspaceId: string; funnelId: string; nodeId: string; way: DateWay };

type Person = Pick<typeof contact.$inferSelect, "id" | "fields" | "timeZone">;

/** The live triggers of a workspace that read dates; of these fields, if they are named. */
export async function dateTriggersOf(
  tx: Tx,
  workspaceId: string,
  fields: readonly string[] | null,
): Promise<DateTrigger[]> {
  const rows = await tx
    .select({
      funnelId: funnelTrigger.funnelId,
      nodeId: funnelTrigger.nodeId,
      versionId: funnelTrigger.versionId,
    })
    .from(funnelTrigger)
    .innerJoin(funnel, and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, funnelTrigger.funnelId)))
    .where(
      and(
        eq(funnelTrigger.workspaceId, workspaceId),
        eq(funnelTrigger.eventName, DATE_CAME),
        ne(funnel.status, "draft"),
        isNull(funnel.archivedAt),
      ),
    );
  const found: DateTrigger[] = [];
  for (const { funnelId, nodeId, versionId } of rows) {
    const { flow } = await versionOf(tx, { workspaceId, id: versionId });
    const node = graphOf(flow).node(nodeId);
    if (node?.type !== "trigger") continue;
    const way = detail.date(node.data);
    if (fields === null || fields.includes(way.field)) found.push({ workspaceId, funnelId, nodeId, way });
  }
  return found;
}

/** Plans anew when a contact enters, after fields of theirs changed, or their zone (`fields`: null). Their lock must be held. */
export async function replanDates(
  tx: Tx,
  given: { workspaceId: string; contactId: string; fields: readonly string[] | null; now: Instant },
): Promise<void> {
  const { workspaceId, contactId, fields, now } = given;
  if (fields !== null && fields.length === 0) return;
  const triggers = await dateTriggersOf(tx, workspaceId, fields);
  if (triggers.length === 0) return;
  const [person] = await tx
    .select({ id: contact.id, fields: contact.fields, timeZone: contact.timeZone })
    .from(contact)
    .where(and(eq(contact.workspaceId, workspaceId), eq(contact.id, contactId), eq(contact.test, false)));
  if (!person) return;
  const zone = await workspaceZone(tx, workspaceId);
  for (const trigger of triggers) await planEntries(tx, trigger, [person], { zone, now });
}

export async function workspaceZone(tx: Tx, workspaceId: string): Promise<string> {
  const [row] = await tx
    .select({ timeZone: workspaceSettings.timeZone })
    .from(workspaceSettings)
    .where(eq(workspaceSettings.workspaceId, workspaceId));
  return firstZone(row?.timeZone);
}

/**
 * Writes when these people enter by a trigger, and takes away the plans of those who do not. `zone` is the workspace's;
 * `after`: only for days later than this one. Their locks must be held.
 */
export async function planEntries(
  tx: Tx,
  { workspaceId, funnelId, nodeId, way }: DateTrigger,
  people: readonly Person[],
  { zone, now, after = null }: { zone: string; now: Instant; after?: string | null },
): Promise<void> {
  const plans = people.map((person) => {
    const date = dateInField(person.fields[way.field]);
    const theirs = firstZone(person.timeZone, zone);
    return {
      contactId: person.id,
      plan: date === null ? null : nextEntry(way, date, theirs, { now, after }),
    };
  });
  const planned = plans.flatMap(({ contactId, plan }) =>
    plan ? [{ workspaceId, funnelId, nodeId, contactId, nextAt: plan.at, day: plan.date }] : [],
  );
  const gone = plans.flatMap(({ contactId, plan }) => (plan ? [] : [contactId]));
  if (planned.length > 0) {
    await tx
      .insert(dateEntry)
      .values(planned)
      .onConflictDoUpdate({
        target: [dateEntry.funnelId, dateEntry.nodeId, dateEntry.contactId],
        set: { nextAt: sql`excluded.next_at`, day: sql`excluded.day` },
      });
  }
  if (gone.length > 0) {
    await tx
      .delete(dateEntry)
      .where(
        and(
          eq(dateEntry.workspaceId, workspaceId),
          eq(dateEntry.funnelId, funnelId),
          eq(dateEntry.nodeId, nodeId),
          inArray(dateEntry.contactId, gone),
        ),
      );
  }
}

/**
 * Plans for the next so many of all contacts, in the order of their ids, as it is done when a trigger goes live. They are
 * locked meanwhile, so that whoever tells us another date at this moment is not overwritten. Answers where to go on.
 */
export async function planSome(
  tx: Tx,
  trigger: DateTrigger,
  { cursor, limit, now }: { cursor: string | null; limit: number; now: Instant },
): Promise<string | null> {
  const people = await tx
    .select({ id: contact.id, fields: contact.fields, timeZone: contact.timeZone })
    .from(contact)
    .where(
      and(
        eq(contact.workspaceId, trigger.workspaceId),
        eq(contact.test, false),
        cursor === null ? undefined : gt(contact.id, cursor),
      ),
    )
    .orderBy(asc(contact.id))
    .limit(limit)
    .for("no key update");
  await planEntries(tx, trigger, people, { zone: await workspaceZone(tx, trigger.workspaceId), now });
  return people.length < limit ? null : (people.at(-1)?.id ?? null);
}
