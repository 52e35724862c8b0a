import { judge, readsOf, sayRule } from "@/lib/rules/rule";
import type { Flow } from "./flow";
import { namesOf } from "./names";
import { ofThisEntry } from "./of-this-entry";
import { type Topic, topicKey, type World } from "./world";

/** What is read to know whom a funnel is for; nothing where it is for everybody. */
export function whoTopics({ rules }: Flow): Topic[] {
  const topics = [rules?.onlyIf, rules?.except].flatMap((one) => (one ? readsOf(one) : []));
  return [...new Map(topics.map((topic): [string, Topic] => [topicKey(topic), topic])).values()];
}

/** Whether there is anything to ask about whom a funnel is for. */
export const isChoosy = ({ rules }: Flow): boolean => Boolean(rules?.onlyIf || rules?.except);

/** Why a funnel is not for somebody, as things are now: a sentence. Null: it is. */
export function whyNotFor(flow: Flow, world: World): string | null {
  const asking = { world: ofThisEntry(flow, world), arrivedAt: world.enteredAt };
  const { onlyIf = null, except = null } = flow.rules ?? {};
  if (onlyIf && judge(onlyIf, asking, true).value !== true) {
    return `This funnel is only for people who ${sayRule(onlyIf, namesOf(flow))}.`;
  }
  if (except && judge(except, asking, true).value === true) {
    return `This funnel is not for people who ${sayRule(except, namesOf(flow))}.`;
  }
  return null;
}
