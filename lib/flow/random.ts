/** Numbers in [0, 1), one after the other. */
export type Random = () => number;

/**
 * A stream that follows from its words alone: the same words give the same numbers, in any order of asking, on any
 * machine. FNV-1a over the words (http://www.isthe.com/chongo/tech/comp/fnv/), then Mulberry32
 * (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c). Not for anything that must not be guessed.
 */
export function randomFrom(...words: readonly (string | number)[]): Random {
  let state = 0x811c9dc5;
  for (const character of words.join("\u0000")) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of these, which are at least one. */
export function oneOf<T>(list: readonly [T, ...T[]], random: Random): T {
  return list[Math.floor(random() * list.length)] ?? list[0];
}
