import type { GoneOn } from "@/lib/mail/backlog";
import { type Asked, withAsked } from "./asked";
import type { Flow } from "./flow";
import { type Replayed, replay } from "./replay";
import type { Journey, Move } from "./walk";
import type { History, Instant, Topic } from "./world";

/** Somebody goes by facts from wait to wait at most so often before their last wait is found. */
const MOST_ROUNDS = 50;

/** `startedOver`: the visits whose waits began again. */
export type Restarted =
  | (Exclude<Replayed, { needs: Topic[] }> & { startedOver: number[] })
  | { needs: Topic[] };

/**
 * `replay`, where a pause is followed by the decision that waits start over: a wait whose end fell before that moment
 * has not ended, and they have arrived at it then. What happened meanwhile moves them all the same, at its own instant.
 * Whoever came in during the pause begins then. Pure.
 */
export function restarted(
  flow: Flow,
  from: Journey,
  history: History,
  now: Instant,
  goneOn: GoneOn | null,
): Restarted {
  if (goneOn?.choice.do !== "restart") return { startedOver: [], ...replay(flow, from, history, now) };
  const { at } = goneOn;
  const moves: Move[] = [];
  const effects: Asked[] = [];
  const startedOver: number[] = [];
  let journey = from;
  if (journey.steppedAt === null && journey.arrivedAt < at) journey = { ...journey, arrivedAt: at };
  for (let round = 0; round < MOST_ROUNDS && endedBefore(journey, at); round++) {
    // The millisecond in which it ends belongs to what happens then.
    const { until } = journey;
    const before = replay(flow, journey, withAsked(history, effects), (until ?? at) - 1);
    if ("needs" in before) return before;
    moves.push(...before.moves);
    effects.push(...before.effects);
    // Something that happened may have put its end off.
    const still = before.moves.length === 0 && before.journey.until === until;
    if (still) startedOver.push(before.journey.visit);
    journey = still ? { ...before.journey, arrivedAt: at, until: at, kept: null } : before.journey;
  }
  const after = replay(flow, journey, withAsked(history, effects), now);
  if ("needs" in after) return after;
  return {
    journey: after.journey,
    moves: [...moves, ...after.moves],
    effects: [...effects, ...after.effects],
    startedOver,
  };
}

const endedBefore = ({ status, until, arrivedAt }: Journey, at: Instant): boolean =>
  status === "active" && until !== null && until < at && arrivedAt < at;
