import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { contact, event } from "@/db/schema";
import type { Asked } from "@/lib/flow/asked";
import type { NotStarted } from "@/lib/flow/path";
import type { Fact, Instant } from "@/lib/flow/world";
import type { EffectOf } from "@/lib/nodes/contract";
import { definitionFor } from "@/lib/nodes/definitions";
import { depthOf } from "../depth";
import { enroll as enrollContact } from "../enroll";
import { findPlace, type Place } from "../find-place";
import { type Hint, started } from "../hints";
import { entryOf } from "../load-facts";
import { noteNotStarted } from "../not-started";
import { tellEnrollments } from "../tell-enrollments";
import type { EffectRoom, Scene } from "./room";

/**
 * The contact starts another funnel, under that funnel's entry rule. What started this journey goes along, so that a cart
 * or a booking stays the same one. Where nothing is started, the path says why. A test reaches no other funnel.
 */
export const enroll: EffectRoom<"enroll"> = {
  async act(scene, asked) {
    if (scene.row.test) return [];
    const hints: Hint[] = [];
    for (const one of asked) hints.push(...(await start(scene, one)));
    return hints;
  },
};

async function start(scene: Scene, { visit, effect }: Asked<EffectOf<"enroll">>): Promise<Hint[]> {
  const { tx, row } = scene;
  const { workspaceId, contactId, id: enrollmentId } = row;
  if (contactId === null) throw new Error("This person was deleted.");
  const { funnelId } = effect;
  const place = await findPlace(tx, { workspaceId, funnelId, triggerId: null });
  const instant = await nextInstant(tx, scene);
  const note = async (because: NotStarted) => {
    await noteNotStarted(tx, { workspaceId, enrollmentId, visit, at: instant }, [{ funnelId, because }]);
    return [];
  };
  if ("because" in place) return note({ why: "unpublished" });
  const entry = await entryOf(tx, row);
  const depth = (await depthOf(tx, row)) + 1;
  const fact: Fact = {
    id: `started:${enrollmentId}:${visit}`,
    name: "funnel.started",
    at: instant,
    visibleAt: instant,
    value: null,
    currency: null,
    properties: { ...entry.properties, funnelId },
  };
  const news = { workspaceId, contactId, fact, instant };
  const answer = await enrollContact(
    tx,
    { ...news, depth },
    {
      ...place,
      nodeId: wayIn(place, funnelId, fact),
      funnelId,
      versionId: place.version.id,
      flow: place.version.flow,
    },
  );
  if ("refused" in answer) return note(answer.refused);
  const { at, ...stored } = fact;
  await tx.insert(event).values({ ...stored, workspaceId, contactId, occurredAt: at, depth });
  return [...(await tellEnrollments(tx, news)), started(answer.row)];
}

/** The trigger that is for this, or else the first. */
function wayIn({ version, nodeId }: Place, funnelId: string, fact: Fact): string {
  const own = version.flow.nodes.find(({ id, type, data }) =>
    definitionFor(type).enters?.(data, fact, { funnelId, nodeId: id, formId: null }),
  );
  return own?.id ?? nodeId;
}

/** The contact's next free millisecond. Their lock is held. */
async function nextInstant(tx: Tx, { row: { workspaceId, contactId } }: Scene): Promise<Instant> {
  const [free] = await tx
    .update(contact)
    .set({ lastInstant: sql`${contact.lastInstant} + 1` })
    .where(and(eq(contact.workspaceId, workspaceId), eq(contact.id, contactId ?? "")))
    .returning({ instant: contact.lastInstant });
  if (!free) throw new Error("A contact went away while they were being moved.");
  return free.instant;
}
