import type { Effect, Evidence, Kept, Outcome, Place } from "@/lib/nodes/contract";
import { definitionFor } from "@/lib/nodes/definitions";
import { type Asked, withAsked } from "./asked";
import type { Flow } from "./flow";
import { catchesPeople, graphOf } from "./graph";
import { whatLeaves } from "./leave-when";
import { ofThisEntry } from "./of-this-entry";
import { whatCatches } from "./pull";
import { type History, type Instant, Lacking, type Topic, type World, worldAt } from "./world";

/** How many moves one step may make: a drawing without waits must not hold a transaction for long. */
export const MOST_MOVES = 100;

/** Where one enrollment is. */
export type Journey = {
  status: "active" | "ended";
  nodeId: string;
  /** Ordinal of the present visit within the enrollment. */
  visit: number;
  arrivedAt: Instant;
  /** Last instant that was replayed; null before the first. */
  steppedAt: Instant | null;
  /** When the present wait ends by itself. */
  until: Instant | null;
  /** Goals reached so far. A reached goal never pulls again. */
  reached: readonly string[];
  /** Nodes visited so far, this one included; of whoever was moved by hand, since then. */
  been: readonly string[];
  /** Which of `been` count for not walking twice: those from this one on, since the last jump. Without it, all. */
  since?: number;
  /** What the present visit has read that has no history. */
  kept: Kept | null;
  /** What steps have left for later ones. */
  marks: Place["marks"];
  end: { at: Instant; reason: string } | null;
};

/** What happened on the way, in order. */
export type Move =
  /** `taken`: put there by hand, from where they may walk again over steps that they have walked. */
  | { kind: "entered"; visit: number; nodeId: string; at: Instant; taken?: true }
  | {
      kind: "left";
      visit: number;
      nodeId: string;
      at: Instant;
      /** The path; null when the journey was pulled or taken away, ended here, or left by a rule of the funnel. */
      exit: string | null;
      by: "walked" | "pulled" | "moved" | "removed" | "ended" | "left";
      because: Evidence;
    };

export type Step = { journey: Journey; moves: Move[]; effects: Asked[] } | { needs: Topic[] };

export function startJourney(nodeId: string, enteredAt: Instant): Journey {
  return {
    status: "active",
    nodeId,
    visit: 1,
    arrivedAt: enteredAt,
    steppedAt: null,
    until: null,
    reached: [],
    been: [nodeId],
    kept: null,
    marks: [],
    end: null,
  };
}

/**
 * The whole interpreter: what happens to one enrollment at one instant, as of that instant.
 * Pure and synchronous; asking twice changes nothing. When the history lacks a topic it answers `needs`.
 * The rules are in docs/journey.md.
 */
export function step(flow: Flow, journey: Journey, history: History, now: Instant): Step {
  if (journey.status === "ended") return { journey, moves: [], effects: [] };
  try {
    return walk(flow, journey, history, now);
  } catch (error) {
    if (error instanceof Lacking) return { needs: [...error.topics] };
    throw error;
  }
}

function walk(flow: Flow, from: Journey, history: History, now: Instant): Exclude<Step, { needs: Topic[] }> {
  const moves: Move[] = [];
  const effects: Asked[] = [];
  let journey: Journey = { ...from, steppedAt: now, until: null };
  /** What the steps on the way have asked for is known to those that follow. */
  let known = history;
  const goals = flow.nodes.filter(catchesPeople);
  const ask = (wanted: readonly Effect[] | undefined) => {
    const asked = asking(journey, wanted, now);
    if (asked.length === 0) return;
    effects.push(...asked);
    known = withAsked(known, asked);
  };

  for (let move = 0; move < MOST_MOVES; move++) {
    const world = worldOf(flow, known, now, journey.visit);
    const caught = whatCatches(flow, goals, journey, world);
    if (caught) {
      const reached = [...journey.reached, ...caught.reaches];
      if (caught.nodeId !== journey.nodeId) {
        const because = withKept(caught.because, journey.kept);
        moves.push(leaving(journey, { exit: null, by: "pulled", because }, now));
        journey = entering({ ...journey, reached }, caught.nodeId, now, moves);
        continue;
      }
      journey = { ...journey, reached };
    }
    const leave = whatLeaves(flow, journey, world);
    if (leave) {
      const because = withKept(leave.because, journey.kept);
      moves.push(leaving(journey, { exit: null, by: "left", because }, now));
      const end = { at: now, reason: leave.reason };
      return { journey: { ...journey, status: "ended", end }, moves, effects };
    }
    const outcome = answered(flow, journey, world);
    ask(outcome.effects);
    if (outcome.answer === "wait") {
      const kept = outcome.keep ?? journey.kept;
      return { journey: { ...journey, until: outcome.until, kept }, moves, effects };
    }
    journey = go(flow, journey, outcome, now, moves);
    if (journey.status === "ended") return { journey, moves, effects };
  }
  // Asked again at once: the rest of the way is walked by the next step.
  return { journey: { ...journey, until: now + 1 }, moves, effects };
}

type Left = Extract<Move, { kind: "left" }>;

/** The move by which the present visit is left. */
export const leaving = (
  { visit, nodeId }: Journey,
  way: Pick<Left, "exit" | "by" | "because">,
  at: Instant,
): Left => ({ kind: "left", visit, nodeId, at, ...way });

/** The journey at its next visit; the move is added to `moves`. */
export function entering(
  journey: Journey,
  nodeId: string,
  at: Instant,
  moves: Move[],
  by?: { taken: true },
): Journey {
  const visit = journey.visit + 1;
  moves.push({ kind: "entered", visit, nodeId, at, ...by });
  return { ...journey, nodeId, visit, arrivedAt: at, been: [...journey.been, nodeId], kept: null };
}

/** What becomes of a journey whose node has answered that it lets go; the moves are added to `moves`. */
export function go(
  flow: Flow,
  journey: Journey,
  outcome: Exclude<Outcome, { answer: "wait" }>,
  now: Instant,
  moves: Move[],
): Journey {
  const finish = (at: Journey, reason: string): Journey => ({
    ...at,
    status: "ended",
    end: { at: now, reason },
  });
  if (outcome.answer === "end") {
    moves.push(leaving(journey, { exit: null, by: "ended", because: outcome.because }, now));
    return finish(journey, outcome.reason);
  }
  moves.push(leaving(journey, { exit: outcome.by, by: "walked", because: outcome.because }, now));
  const since = outcome.because.why === "jumped" ? journey.been.length : (journey.since ?? 0);
  const left: Journey = { ...journey, since, marks: marked(journey, outcome, now) };
  const next = graphOf(flow).line(journey.nodeId, outcome.by)?.target;
  if (next === undefined || left.been.slice(since).includes(next)) return finish(left, "finished");
  return entering(left, next, now, moves);
}

/** What a visit has read is part of its evidence, also when it is pulled away from what it was read for. */
export const withKept = (because: Evidence, kept: Kept | null): Evidence =>
  kept ? { ...because, items: [...because.items, { topic: "zone", value: kept.zone, at: null }] } : because;

function marked(journey: Journey, outcome: Outcome & { answer: "leave" }, at: Instant): Journey["marks"] {
  const { marks = [], consumes = [] } = outcome;
  if (marks.length === 0 && consumes.length === 0) return journey.marks;
  const rest = journey.marks.filter(({ mark }) => !consumes.includes(mark));
  return [...rest, ...marks.map((mark) => ({ mark, nodeId: journey.nodeId, at }))];
}

/** The world of one visit as of `now`, in which the goals of this drawing can be asked about. */
export const worldOf = (flow: Flow, history: History, now: Instant, visit: number): World =>
  worldAt(history, now, visit, flow.dates, (id, world) => {
    const goal = graphOf(flow).node(id);
    return (goal && definitionFor(goal.type).meets?.(goal.data, ofThisEntry(flow, world))?.fact) ?? null;
  });

/** What the present visit asks for, with the moment. */
export const asking = (
  { visit, nodeId }: Journey,
  wanted: readonly Effect[] | undefined,
  at: Instant,
): Asked[] => (wanted ?? []).map((effect) => ({ visit, nodeId, at, effect }));

/** What the present node answers in this world. */
export function answered(flow: Flow, journey: Journey, world: World): Outcome {
  const node = graphOf(flow).node(journey.nodeId);
  // A version is immutable, so this only happens to a row edited by hand.
  if (!node) throw new Error(`Step “${journey.nodeId}” is not part of this version.`);
  const place = {
    nodeId: node.id,
    arrivedAt: journey.arrivedAt,
    number: journey.been.filter((id) => id === node.id).length,
    kept: journey.kept,
    marks: journey.marks,
  };
  const { visit, reads, ownKeyOnly } = definitionFor(node.type);
  try {
    return visit(node.data, place, ownKeyOnly ? ofThisEntry(flow, world) : world);
  } catch (error) {
    // Whatever else it will ask for is loaded with what it lacks.
    const [first, ...more] = error instanceof Lacking ? [...error.topics, ...reads(node.data)] : [];
    throw first ? new Lacking([first, ...more]) : error;
  }
}
