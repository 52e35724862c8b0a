import { definitionFor } from "@/lib/nodes/definitions";
import type { Flow } from "./flow";
import { catchesPeople, graphOf } from "./graph";
import { leaveTopics } from "./leave-when";
import { type Topic, topicKey } from "./world";

/** What can change where somebody goes who stands here: what this step, every goal and the rules for leaving read. */
export function topicsAt(flow: Flow, nodeId: string): Topic[] {
  const here = graphOf(flow).node(nodeId);
  const topics = new Map<string, Topic>();
  for (const node of [...flow.nodes.filter(catchesPeople), ...(here ? [here] : [])]) {
    for (const topic of definitionFor(node.type).reads(node.data)) topics.set(topicKey(topic), topic);
  }
  for (const topic of leaveTopics(flow)) topics.set(topicKey(topic), topic);
  return [...topics.values()];
}

/** Whether news of this topic is worth asking again for somebody who stands here. */
export const listensAt = (flow: Flow, nodeId: string, topic: Topic): boolean =>
  topicsAt(flow, nodeId).some((one) => topicKey(one) === topicKey(topic));
