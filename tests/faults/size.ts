import { DAY } from "../engine/kit";

/** `FAULTS=long`: the sizes of the real proof, which take hours. Otherwise the short forms of `npm test`. */
export const isLong = process.env.FAULTS === "long";

/** How much of something: by name from the environment (`F1_PEOPLE=500`), or by the form that is run. */
export function size(name: string, { short, long }: { short: number; long: number }): number {
  const given = Number(process.env[name]);
  return Number.isFinite(given) && given > 0 ? given : isLong ? long : short;
}

export type Chance = {
  seed: number;
  /** At least 0 and less than 1. */
  next(): number;
  /** A whole number below that. */
  below(count: number): number;
  between(least: number, most: number): number;
  shuffled<T>(things: readonly T[]): T[];
};

/** Randomness that can be repeated: `FAULTS_SEED` gives the seed that a run has printed (mulberry32). */
export function newChance(what: string): Chance {
  const seed = Number(process.env.FAULTS_SEED ?? Date.now() % DAY);
  console.log(`${what}: FAULTS_SEED=${seed}`);
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    seed,
    next,
    below: (count) => Math.floor(next() * count),
    between: (least, most) => least + next() * (most - least),
    shuffled(things) {
      const left = [...things];
      for (let at = left.length - 1; at > 0; at--) {
        const other = Math.floor(next() * (at + 1));
        [left[at], left[other]] = [left[other] as (typeof left)[number], left[at] as (typeof left)[number]];
      }
      return left;
    },
  };
}
