import type { Evidence } from "@/lib/nodes/contract";
import { runs } from "@/lib/nodes/definitions";
import type { Asked } from "./asked";
import type { Flow } from "./flow";
import { isTrigger, nodeOf } from "./graph";
import { answered, asking, entering, go, type Journey, leaving, type Move, withKept, worldOf } from "./walk";
import { type History, type Instant, Lacking, type Topic } from "./world";

/** How a journey stood before a member took it in hand. */
export type Before = Pick<Journey, "nodeId" | "arrivedAt" | "kept" | "marks">;

/** What a member does to somebody's journey. `return` takes an order back: they stand again as they did before it. */
export type Order =
  | { do: "skip" }
  | { do: "move"; to: string }
  | { do: "remove" }
  | { do: "return"; before: Before };

export type Obeyed =
  | { journey: Journey; moves: Move[]; effects: Asked[] }
  /** A sentence for the member; nothing has changed. */
  | { refused: string }
  | { needs: Topic[] };

const byHand = (why: Evidence["why"], { kept }: Journey): Evidence =>
  withKept({ v: 1, why, items: [] }, kept);

export const NOT_HERE = "They are not in this funnel any more.";

/**
 * A journey taken in hand at an instant of its own, later than everything known of it. What lies before was replayed,
 * unless nobody moves at the moment. The journey is to be asked again at `now`: whoever goes on walking from here is
 * asked then. The rules are in docs/journey.md.
 */
export function obey(flow: Flow, journey: Journey, history: History, now: Instant, order: Order): Obeyed {
  if (journey.status === "ended" && order.do !== "return") return { refused: NOT_HERE };
  switch (order.do) {
    case "remove": {
      const left = leaving(journey, { exit: null, by: "removed", because: byHand("removed", journey) }, now);
      const end = { at: now, reason: "removed" };
      return {
        journey: { ...journey, status: "ended", steppedAt: now, until: null, end },
        moves: [left],
        effects: [],
      };
    }
    case "move": {
      const node = nodeOf(flow, order.to);
      if (!node) return { refused: "The version they are on does not have this step." };
      if (isTrigger(node)) return { refused: "People come in through a trigger. Choose the step after it." };
      if (!runs(node.type)) return { refused: "Nothing happens at a note. Choose a step of the funnel." };
      if (order.to === journey.nodeId) return { refused: "They are at this step already." };
      return { ...taken(journey, order.to, "moved", now), effects: [] };
    }
    case "return": {
      const { nodeId, ...before } = order.before;
      const back = taken(journey, nodeId, "returned", now);
      return { ...back, journey: { ...back.journey, ...before }, effects: [] };
    }
    case "skip":
      return skip(flow, journey, history, now);
  }
}

/** Takes somebody to a step. Whoever is taken there walks on from it, also over steps that they have walked before. */
export function taken(
  journey: Journey,
  to: string,
  why: "moved" | "returned" | "version",
  now: Instant,
): { journey: Journey; moves: Move[] } {
  const moves: Move[] =
    journey.status === "ended"
      ? []
      : [leaving(journey, { exit: null, by: "moved", because: byHand(why, journey) }, now)];
  const from: Journey = { ...journey, status: "active", end: null, been: [], since: 0, marks: [] };
  const there = entering(from, to, now, moves, { taken: true });
  return { journey: dueAt(there, now), moves };
}

/** To be asked at `now` and not before: what became visible meanwhile is known by then anyway. */
const dueAt = (journey: Journey, now: Instant): Journey => ({ ...journey, steppedAt: now - 1, until: now });

/** As if the end of the wait had come and nothing else had happened until then. */
function skip(flow: Flow, journey: Journey, history: History, now: Instant): Obeyed {
  if (history.effects.some(({ visit, settled }) => visit === journey.visit && settled === null)) {
    return { refused: "They are waiting for their email to go out. Move them to another step instead." };
  }
  if (journey.until === null || journey.until <= now) {
    return { refused: "They are not waiting: they go on by themselves within seconds." };
  }
  try {
    const outcome = answered(flow, journey, worldOf(flow, history, journey.until, journey.visit));
    if (outcome.answer === "wait") return { refused: "This wait cannot be skipped. Move them instead." };
    const because = { ...outcome.because, why: "skipped" as const };
    const moves: Move[] = [];
    const effects = asking(journey, outcome.effects, now);
    const gone = go(flow, { ...journey, steppedAt: now, until: null }, { ...outcome, because }, now, moves);
    return { journey: gone.status === "ended" ? gone : dueAt(gone, now), moves, effects };
  } catch (error) {
    if (error instanceof Lacking) return { needs: [...error.topics] };
    throw error;
  }
}
