import "server-only";
import type { Tx } from "@/db/client";
import type { enrollment } from "@/db/schema";
import { MOST_NODES } from "@/lib/flow/flow";
import { topicsAt } from "@/lib/flow/listening";
import { type History, type Topic, topicKey } from "@/lib/flow/world";
import { loadHistory } from "./load-history";
import { type Past, pastOf } from "./past";
import type { Version } from "./versions";

/**
 * Asks with what is known of an enrollment, by its own clock, loading what the answer turns out to need, in the same
 * transaction. The contact's lock must be held.
 */
export async function withHistory<T extends object>(
  tx: Tx,
  row: typeof enrollment.$inferSelect,
  version: Version,
  ask: (history: History, past: Past) => T | { needs: Topic[] },
): Promise<{ answer: T; past: Past }> {
  // More is loaded when it is asked for.
  const topics = new Map(topicsAt(version.flow, row.nodeId).map((topic) => [topicKey(topic), topic]));
  const loaded = await Promise.all([
    pastOf(tx, row, version.flow),
    loadHistory(tx, row, version.flow, [...topics.values()]),
  ]);
  const [past] = loaded;
  let [, history] = loaded;
  // Each round adds at least one topic, and a flow reads only so many; whoever moves along is asked by two.
  for (let round = 0; round <= 2 * MOST_NODES; round++) {
    const answer = ask(history, past);
    if (!("needs" in answer)) return { answer, past };
    for (const topic of answer.needs) topics.set(topicKey(topic), topic);
    history = await loadHistory(tx, row, version.flow, [...topics.values()]);
  }
  throw new Error("The walk asked for more topics than the funnel reads.");
}
