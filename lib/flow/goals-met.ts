import { definitionFor } from "@/lib/nodes/definitions";
import type { Flow } from "./flow";
import { type Engagement, type Fact, type Instant, NOBODY, type Topic, topicKey, worldAt } from "./world";

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

/** What has become known of somebody: an event of theirs, or what they did with a mail of this enrollment. */
export type News = { fact: Fact } | { engagement: Engagement };

/** Every goal of a flow that one fact meets by itself, wherever that person stands; counted before are among them. */
export function goalsMet(flow: Flow, { entryEventId, ...enrolled }: Enrolled, news: News): GoalMet[] {
  const topic = topicKey(topicOf(news));
  const { visibleAt } = "fact" in news ? news.fact : news.engagement;
  const world = worldAt(
    {
      ...enrolled,
      entry: { ...NOTHING, id: entryEventId, at: enrolled.enteredAt, visibleAt: enrolled.enteredAt },
      topics: new Set([topic]),
      facts: "fact" in news ? [news.fact] : [],
      engagements: "fact" in news ? [] : [news.engagement],
      effects: [],
      // Goals do not ask for it.
      zone: "UTC",
      person: NOBODY,
    },
    visibleAt,
    1,
  );
  return flow.nodes.flatMap((node) => {
    const { meets, reads } = definitionFor(node.type);
    if (!meets || !reads(node.data).some((one) => topicKey(one) === topic)) return [];
    const answer = meets(node.data, world);
    return answer ? [{ nodeId: node.id, value: answer.value, currency: answer.currency }] : [];
  });
}

const topicOf = (news: News): Topic =>
  "fact" in news
    ? { topic: "event", name: news.fact.name }
    : { topic: "engagement", nodeId: news.engagement.nodeId };

const NOTHING = { name: "", value: null, currency: null, properties: {} };
