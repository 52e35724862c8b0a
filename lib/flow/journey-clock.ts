import type { Path } from "./path";
import type { Fact, History, Instant } from "./world";

/**
 * The clock by which one journey runs: from `enteredAt` on, `speed` times as fast as the real one. With a speed of 1,
 * as everybody but a test has it, the two are the same.
 */
export type JourneyClock = { enteredAt: Instant; speed: number };

/** What the journey's clock says at a moment of real time. Whole, and never the same for two different moments. */
export const journeyTime = ({ enteredAt, speed }: JourneyClock, real: Instant): Instant =>
  enteredAt + (real - enteredAt) * speed;

/** The first whole millisecond of real time at which the journey's clock has come to `instant`. */
export const realTime = ({ enteredAt, speed }: JourneyClock, instant: Instant): Instant =>
  enteredAt + Math.ceil((instant - enteredAt) / speed);

/** What happened, told by the journey's clock. What the replay asks of it is asked in that time too. */
export function byJourneyClock(history: History, clock: JourneyClock): History {
  if (clock.speed === 1) return history;
  const { at, fact, settled } = tellersOf(clock);
  return {
    ...history,
    facts: history.facts.map(fact),
    engagements: history.engagements.map((one) => ({ ...one, at: at(one.at), visibleAt: at(one.visibleAt) })),
    effects: history.effects.map((one) => ({ ...one, settledAt: settled(one.settledAt) })),
    person: {
      ...history.person,
      // What changed before they came is no news; and a clock that begins later must not turn it round.
      changedAt: history.person.changedAt > clock.enteredAt ? at(history.person.changedAt) : 0,
    },
  };
}

/** A path told by the journey's clock alone: its visits are already, what became of its mails is not. */
export function pathByJourneyClock<P extends Path>(path: P, clock: JourneyClock): P {
  if (clock.speed === 1) return path;
  const { at, fact, settled } = tellersOf(clock);
  return {
    ...path,
    entry: path.entry && fact(path.entry),
    facts: path.facts.map(fact),
    engagements: path.engagements.map((one) => ({ ...one, at: at(one.at) })),
    mails: path.mails.map((one) => ({ ...one, dueAt: at(one.dueAt), settledAt: settled(one.settledAt) })),
  };
}

function tellersOf(clock: JourneyClock) {
  const at = (real: Instant) => journeyTime(clock, real);
  return {
    at,
    settled: (real: Instant | null) => (real === null ? null : at(real)),
    fact: (one: Fact): Fact => ({ ...one, at: at(one.at), visibleAt: at(one.visibleAt) }),
  };
}
