import type { History, Instant } from "./world";

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
  const tell = (real: Instant) => journeyTime(clock, real);
  return {
    ...history,
    facts: history.facts.map((fact) => ({ ...fact, at: tell(fact.at), visibleAt: tell(fact.visibleAt) })),
    engagements: history.engagements.map((one) => ({
      ...one,
      at: tell(one.at),
      visibleAt: tell(one.visibleAt),
    })),
    effects: history.effects.map((one) => ({
      ...one,
      settledAt: one.settledAt === null ? null : tell(one.settledAt),
    })),
  };
}
