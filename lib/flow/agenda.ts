import { deedsOf, type Mail, type Persona, reactionsTo } from "./personas";
import { randomFrom } from "./random";
import type { Instant } from "./world";

/** Something a persona does at a moment: with a mail `of` theirs, or by themselves since the entry of that key. */
export type Doing<M> = { at: Instant } & (
  | { does: "buys"; entry: string }
  | { does: "opens" | "unsubscribes"; of: M }
  | { does: "clicks"; of: M; link: string }
);

/** Keys of an entry and of a mail that came of it: the first entry has number 0. */
export const entrySeed = (entry: number): string => `entry ${entry}`;
export const mailSeed = (entry: number, nodeId: string, visit: number): string =>
  `${entry}:${nodeId}:${visit}`;

/**
 * What a persona will still do, earliest first. The simulation in the browser and the driver on a real database go by the
 * same one, so the same persona with the same seed does the same things at the same times.
 */
export class Agenda<M> {
  readonly #rest: Doing<M>[] = [];

  constructor(
    readonly persona: Persona,
    readonly seed: string,
  ) {}

  /** They entered. `key` tells one entry from another. */
  enter(at: Instant, key: string): void {
    for (const { does, afterMs } of deedsOf(this.persona, randomFrom(this.seed, key))) {
      this.#add({ does, entry: key, at: at + afterMs });
    }
  }

  /** A mail came. `key` tells it from every other. */
  receive(of: M, mail: Mail, at: Instant, key: string): void {
    for (const { afterMs, ...reaction } of reactionsTo(this.persona, mail, randomFrom(this.seed, key))) {
      this.#add({ ...reaction, of, at: at + afterMs });
    }
  }

  get nextAt(): Instant | null {
    return this.#rest[0]?.at ?? null;
  }

  /** Takes out what they do first, if its moment has come by `now`. */
  take(now: Instant): Doing<M> | undefined {
    const [first] = this.#rest;
    return first && first.at <= now ? this.#rest.shift() : undefined;
  }

  /** Among equals, what was decided first comes first. */
  #add(doing: Doing<M>): void {
    const after = this.#rest.findIndex((one) => one.at > doing.at);
    this.#rest.splice(after < 0 ? this.#rest.length : after, 0, doing);
  }
}
