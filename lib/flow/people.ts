import { z } from "zod";

/**
 * Whom a list of people shows: one word for each number of Results. `entered`, `here`, `converted`, `held` and `stuck` are
 * of the whole funnel or of one step; `ended` (finished, left or removed) of the whole funnel; the others of one step.
 */
export const which = z.enum([
  "entered",
  "here",
  "left",
  "converted",
  "earned",
  "sent",
  "opened",
  "clicked",
  "ended",
  "stuck",
  "held",
]);
export type Which = z.output<typeof which>;

/** These ask about one step. */
const OF_A_STEP: ReadonlySet<Which> = new Set(["left", "earned", "sent", "opened", "clicked"]);

/** Ways of leaving a step beside its own paths. */
export const OTHER_WAYS = ["pulled", "ended", "left", "moved", "removed"] as const;

/** A group of people of one funnel. `path`: of `left`, the path or one of `OTHER_WAYS`; without it, any path of the step's own. */
export type PeopleFilter = { which: Which; nodeId?: string | undefined; path?: string | undefined };

/** Whether the filter can be asked at all: some need a step, one must not have any. */
export const isAsked = ({ which, nodeId, path }: PeopleFilter): boolean =>
  (nodeId !== undefined || !OF_A_STEP.has(which)) &&
  (nodeId === undefined || which !== "ended") &&
  (path === undefined || which === "left");

/** Where a list goes on: `<enteredAt>_<id>` of the last one shown. */
export const peopleCursor = z
  .string()
  .regex(/^\d{1,15}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "This list cannot go on from there.");
