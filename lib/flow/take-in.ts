import { z } from "zod";
import { taken } from "./by-hand";
import { exitsOf, type Flow } from "./flow";
import { followed, nodeOf } from "./graph";
import type { MovedAlong } from "./move-along";
import { canBeTakenTo } from "./move-plan";
import { replay } from "./replay";
import type { Journey } from "./walk";
import type { History, Instant, Topic } from "./world";

/** A path by which people went through to the end. */
export const ending = z.strictObject({
  nodeId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "Name a step by its id."),
  exit: z.string().min(1).max(40),
});
export type Ending = z.output<typeof ending>;
export const MOST_ENDINGS = 100;
export const endings = z
  .array(ending)
  .max(MOST_ENDINGS, `People are taken in at no more than ${MOST_ENDINGS} paths at once.`);

/** A path that ended the funnel and leads to a new step now. `through`: the End that stood behind it; null: it was open. */
export type NewEnding = Ending & { through: string | null; to: string };

/** Where a new version has new steps at what was the end: whoever finished there could go on. */
export function newEndings(before: Flow, after: Flow): NewEnding[] {
  return before.nodes.flatMap((node) => {
    const twin = nodeOf(after, node.id);
    if (twin?.type !== node.type) return [];
    return exitsOf(node).flatMap(({ id: exit }) => {
      const to = followed(after, node.id, exit);
      if (to === undefined || nodeOf(before, to) || !canBeTakenTo(after, to)) return [];
      const through = followed(before, node.id, exit) ?? null;
      const last = through === null ? undefined : nodeOf(before, through);
      if (through !== null && (!last || exitsOf(last).length > 0)) return [];
      return [{ nodeId: node.id, exit, through, to }];
    });
  });
}

/** Somebody who had finished goes on at a new step, by the new version. Pure. */
export function takeIn(
  after: Flow,
  journey: Journey,
  to: string,
  history: History,
  now: Instant,
  { walks }: { walks: boolean },
): MovedAlong | { needs: Topic[] } {
  const onward = taken(journey, to, "version", now);
  const walked = walks
    ? replay(after, onward.journey, history, now)
    : { journey: onward.journey, moves: [], effects: [] };
  if ("needs" in walked) return walked;
  return {
    went: "taken in",
    journey: walked.journey,
    at: journey,
    moves: [...onward.moves, ...walked.moves],
    before: [],
    effects: walked.effects,
  };
}
