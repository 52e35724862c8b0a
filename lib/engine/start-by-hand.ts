import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { act, enrollment, event } from "@/db/schema";
import { entryKey, sayRefusal } from "@/lib/flow/entry";
import { replay } from "@/lib/flow/replay";
import type { Fact, Instant } from "@/lib/flow/world";
import { STARTED_BY_HAND } from "@/lib/nodes/trigger/ways";
import { sayMoment } from "@/lib/time/moment";
import { applyMoves } from "./apply-moves";
import type { Engine } from "./engine";
import { enroll } from "./enroll";
import { findPlace } from "./find-place";
import { type Hint, started } from "./hints";
import { journeyOf } from "./journey-rows";
import { lockContact } from "./lock-contact";
import { type PromptMail, promptMails } from "./prompt-mails";
import { rehearsed } from "./rehearsed";
import { tellEnrollments } from "./tell-enrollments";
import type { Version } from "./versions";
import { withHistory } from "./with-history";

export type Starting = {
  workspaceId: string;
  funnelId: string;
  contactId: string;
  userId: string | null;
  /** Names this press: the same one again starts nothing more. */
  requestId: string;
  /** Where people enter once per value of a property: the value. */
  key: string | null;
  /** Where they come in; null for the first trigger of the drawing. */
  triggerId: string | null;
};

export type Started =
  | { done: true; enrollmentId: string; mails: PromptMail[] }
  | { done: false; because: string };

const refuse = (because: string): Started => ({ done: false, because });

/**
 * Brings a contact into a published funnel, in one transaction under their lock. Its entry rule holds as for everybody
 * else, and nobody agrees to marketing mail by it. `rehearse` tells what would happen and changes nothing.
 */
export async function startByHand(
  engine: Engine,
  starting: Starting,
  { rehearse = false }: { rehearse?: boolean } = {},
): Promise<Started> {
  const hints: Hint[] = [];
  const work = async (tx: Tx): Promise<Started> => {
    const { workspaceId, contactId } = starting;
    const locked = await lockContact(tx, { workspaceId, contactId, clock: engine.clock });
    if (!locked || locked.contact.test) return refuse("There is no such contact in this workspace.");
    const place = await findPlace(tx, starting);
    if ("because" in place) return refuse(place.because);
    const fact = factOf(starting, place.version, locked.instant);
    const known = await enrolledBy(tx, starting, fact.id);
    if (known) return { done: true, enrollmentId: known, mails: [] };
    const { entry } = place.version.flow;
    if (entryKey(entry, fact) === null) return refuse(whichOne(place.version));
    await tx.insert(event).values({
      workspaceId,
      contactId,
      id: fact.id,
      name: fact.name,
      occurredAt: fact.at,
      visibleAt: fact.visibleAt,
      properties: fact.properties,
    });
    hints.push(...(await tellEnrollments(tx, { workspaceId, contactId, fact, instant: locked.instant })));
    const answer = await enroll(
      tx,
      { workspaceId, contactId, fact, instant: locked.instant, depth: 0 },
      { ...place, funnelId: starting.funnelId, versionId: place.version.id, flow: place.version.flow },
    );
    if ("refused" in answer) {
      const { timeZone: zone } = place;
      throw new TurnedAway(sayRefusal(answer.refused, (at) => sayMoment(at, { now: locked.instant, zone })));
    }
    const { row } = answer;
    await tx.insert(act).values({
      workspaceId,
      enrollmentId: row.id,
      kind: "started",
      at: locked.instant,
      userId: starting.userId,
      visit: 1,
    });
    hints.push(started(row));
    const mails =
      rehearse && place.live ? await firstMails(tx, engine, row, place.version, locked.instant) : [];
    return { done: true, enrollmentId: row.id, mails };
  };
  try {
    if (rehearse) return await rehearsed(engine.db, work);
    const answer = await engine.db.transaction(work);
    await engine.hint(hints);
    return answer;
  } catch (error) {
    if (error instanceof TurnedAway) return refuse(error.message);
    throw error;
  }
}

/** Undoes the transaction: the event of somebody who does not come in is not kept. */
class TurnedAway extends Error {}

const whichOne = ({ flow: { entry } }: Version): string =>
  entry.rule === "per-key"
    ? `People enter this funnel once per “${entry.property}”. Say which one, in 1 to 200 characters.`
    : "They cannot enter this funnel.";

function factOf(
  { requestId, funnelId, contactId, key }: Starting,
  { flow: { entry } }: Version,
  instant: Instant,
): Fact {
  return {
    id: `hand:${requestId}:${funnelId}:${contactId}`,
    name: STARTED_BY_HAND,
    at: instant,
    visibleAt: instant,
    value: null,
    currency: null,
    properties: entry.rule === "per-key" && key !== null ? { [entry.property]: key } : {},
  };
}

async function enrolledBy(tx: Tx, { workspaceId, funnelId }: Starting, eventId: string) {
  const [known] = await tx
    .select({ id: enrollment.id })
    .from(event)
    .innerJoin(
      enrollment,
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.funnelId, funnelId),
        eq(enrollment.contactId, event.contactId),
        eq(enrollment.entryEventId, event.id),
      ),
    )
    .where(and(eq(event.workspaceId, workspaceId), eq(event.id, eventId)));
  return known?.id;
}

/** What they get at once: walks a rehearsed enrollment as far as it goes by itself. */
async function firstMails(
  tx: Tx,
  engine: Engine,
  row: typeof enrollment.$inferSelect,
  version: Version,
  now: Instant,
): Promise<PromptMail[]> {
  const { answer, past } = await withHistory(tx, row, version, (history, past) =>
    replay(version.flow, journeyOf(row, past), history, now),
  );
  await applyMoves({ tx, engine, row, version }, { ...answer, past }, { armedFor: null });
  return promptMails(tx, row, version, answer.journey, answer.effects);
}
