import { type Asked, withAsked } from "./asked";
import type { Flow } from "./flow";
import { type Journey, type Move, step } from "./walk";
import type { History, Instant, Topic } from "./world";

export type Replayed = { journey: Journey; moves: Move[]; effects: Asked[] } | { needs: Topic[] };

/**
 * Moves a journey through every instant up to and including `now` at which something became visible or settled
 * or its wait ended, in order, each with the world as of that instant. Being late changes when, never which way.
 * Effects asked for on the way are known for the rest of the replay.
 */
export function replay(flow: Flow, from: Journey, history: History, now: Instant): Replayed {
  const moves: Move[] = [];
  const effects: Asked[] = [];
  const known = instantsOf(history);
  let journey = from;
  let past: History = history;
  let index = 0;
  while (journey.status === "active") {
    const since = journey.steppedAt;
    while (index < known.length && since !== null && (known[index] as Instant) <= since) index++;
    const next =
      since === null
        ? journey.arrivedAt
        : earliest(known[index], journey.until === null ? undefined : Math.max(journey.until, since + 1));
    if (next === undefined || next > now) break;
    const result = step(flow, journey, past, next);
    if ("needs" in result) return result;
    journey = result.journey;
    moves.push(...result.moves);
    effects.push(...result.effects);
    if (result.effects.length > 0) past = withAsked(past, result.effects);
  }
  return { journey, moves, effects };
}

function instantsOf(history: History): Instant[] {
  const instants = new Set<Instant>();
  for (const fact of history.facts) instants.add(fact.visibleAt);
  for (const engagement of history.engagements) instants.add(engagement.visibleAt);
  for (const effect of history.effects) if (effect.settledAt !== null) instants.add(effect.settledAt);
  if (history.person.changedAt > 0) instants.add(history.person.changedAt);
  return [...instants].sort((a, b) => a - b);
}

const earliest = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);
