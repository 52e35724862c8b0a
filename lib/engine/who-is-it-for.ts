import "server-only";
import type { Tx } from "@/db/client";
import type { enrollment } from "@/db/schema";
import type { Flow } from "@/lib/flow/flow";
import { isChoosy, whoTopics, whyNotFor } from "@/lib/flow/who";
import { type Fact, type Instant, topicKey, worldAt } from "@/lib/flow/world";
import { entryOf, factsBefore, factsSince, type Traveller } from "./load-facts";
import { personOf } from "./load-person";
import { versionOf } from "./versions";

/** Belongs to nobody: whoever has not entered has no trip yet. */
const NO_TRIP = "00000000-0000-0000-0000-000000000000";

type Entering = { workspaceId: string; contactId: string; funnelId: string; fact: Fact; instant: Instant };

/**
 * Why a funnel is not for somebody who is about to enter by this fact: a sentence. Null: it is. The
 * contact's lock must be held.
 */
export async function whyNotIn(
  tx: Tx,
  flow: Flow,
  { workspaceId, contactId, funnelId, fact, instant }: Entering,
): Promise<string | null> {
  if (!isChoosy(flow)) return null;
  const traveller = {
    id: NO_TRIP,
    workspaceId,
    funnelId,
    contactId,
    enteredAt: instant,
    entryEventId: fact.id,
    test: false,
  };
  return asked(tx, flow, traveller, fact, instant);
}

/**
 * Why a marketing email of this trip is not for them any more: a sentence. Null: it is. A member's test goes to
 * themselves, whatever the rules are. The contact's lock must be held.
 */
export async function whyNotNow(
  tx: Tx,
  row: typeof enrollment.$inferSelect,
  now: Instant,
): Promise<string | null> {
  if (row.test) return null;
  const { flow } = await versionOf(tx, { workspaceId: row.workspaceId, id: row.versionId });
  return isChoosy(flow) ? asked(tx, flow, row, await entryOf(tx, row), now) : null;
}

/** Whose emails they have read is not asked here: nobody has got one before they enter. */
async function asked(
  tx: Tx,
  flow: Flow,
  traveller: Traveller & { funnelId: string },
  entry: Fact,
  now: Instant,
): Promise<string | null> {
  const topics = whoTopics(flow);
  const named = (wanted: "event" | "past") =>
    topics.flatMap((topic) => (topic.topic === wanted ? [topic.name] : []));
  const [facts, earlier, person] = await Promise.all([
    factsSince(tx, traveller, named("event")),
    factsBefore(tx, traveller, named("past")),
    personOf(tx, traveller, topics),
  ]);
  const history = {
    enrollmentId: traveller.id,
    contactId: traveller.contactId ?? "",
    funnelId: traveller.funnelId,
    enteredAt: traveller.enteredAt,
    entry,
    topics: new Set(topics.map(topicKey)),
    facts: [...earlier, ...facts],
    engagements: [],
    effects: [],
    ...person,
  };
  return whyNotFor(flow, worldAt(history, now, 1, flow.dates));
}
