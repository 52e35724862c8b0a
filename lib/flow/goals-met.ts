import { definitionFor } from "@/lib/nodes/definitions";
import type { Flow } from "./flow";
import { type Fact, type Instant, NOBODY, topicKey, worldAt } from "./world";

/** How long a goal still counts after the enrollment has ended. */
export const GOALS_STAY_OPEN_MS = 14 * 86_400_000;

/** A goal that a fact meets, and what it brought in minor units of `currency`. */
export type GoalMet = { nodeId: string; value: number | null; currency: string | null };

/** Who has entered, and by which event. */
type Enrolled = {
  enrollmentId: string;
  contactId: string;
  funnelId: string;
  enteredAt: Instant;
  entryEventId: string;
};

/** Every goal of a flow that one fact meets by itself, wherever that person stands; counted before are among them. */
export function goalsMet(flow: Flow, { entryEventId, ...enrolled }: Enrolled, fact: Fact): GoalMet[] {
  const topic = topicKey({ topic: "event", name: fact.name });
  const world = worldAt(
    {
      ...enrolled,
      entry: { ...fact, id: entryEventId },
      topics: new Set([topic]),
      facts: [fact],
      engagements: [],
      effects: [],
      // Goals do not ask for it.
      zone: "UTC",
      person: NOBODY,
    },
    fact.visibleAt,
    1,
  );
  return flow.nodes.flatMap((node) => {
    const { meets, reads } = definitionFor(node.type);
    if (!meets || !reads(node.data).some((one) => topicKey(one) === topic)) return [];
    const answer = meets(node.data, world);
    return answer ? [{ nodeId: node.id, value: answer.value, currency: answer.currency }] : [];
  });
}
