import type { Evidence, Kept, Outcome, Place } from "@/lib/nodes/contract";
import { definitionFor } from "@/lib/nodes/definitions";
import type { Flow, FlowNode } from "./flow";
import { catchesPeople, graphOf } from "./graph";
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
  /** Nodes visited so far, this one included. */
  been: readonly string[];
  /** What the present visit has read that has no history. */
  kept: Kept | null;
  /** What steps have left for later ones. */
  marks: Place["marks"];
  end: { at: Instant; reason: string } | null;
};

/** What happened on the way, in order. */
export type Move =
  | { kind: "entered"; visit: number; nodeId: string; at: Instant }
  | {
      kind: "left";
      visit: number;
      nodeId: string;
      at: Instant;
      /** The path; null when the journey was pulled away or ended here. */
      exit: string | null;
      by: "walked" | "pulled" | "ended";
      because: Evidence;
    };

/** A mail that a visit asks for. */
export type Asked = { visit: number; nodeId: string; key: string; at: Instant };

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
    if (error instanceof Lacking) return { needs: [error.topic] };
    throw error;
  }
}

function walk(flow: Flow, from: Journey, history: History, now: Instant): Exclude<Step, { needs: Topic[] }> {
  const moves: Move[] = [];
  const effects: Asked[] = [];
  let journey: Journey = { ...from, steppedAt: now, until: null };
  const graph = graphOf(flow);
  const goals = flow.nodes.filter(catchesPeople);

  const leave = (exit: string | null, by: "walked" | "pulled" | "ended", because: Evidence) =>
    moves.push({ kind: "left", visit: journey.visit, nodeId: journey.nodeId, at: now, exit, by, because });
  const enter = (nodeId: string, reached: readonly string[]) => {
    const visit = journey.visit + 1;
    const been = [...journey.been, nodeId];
    journey = { ...journey, nodeId, visit, arrivedAt: now, reached, been, kept: null };
    moves.push({ kind: "entered", visit, nodeId, at: now });
  };
  const finish = (reason: string) => {
    journey = { ...journey, status: "ended", end: { at: now, reason } };
  };

  for (let move = 0; move < MOST_MOVES; move++) {
    const world = worldAt(history, now, journey.visit);
    const caught = whatCatches(flow, goals, journey, world);
    if (caught) {
      const reached = [...journey.reached, ...caught.reaches];
      if (caught.nodeId !== journey.nodeId) {
        leave(null, "pulled", withKept(caught.because, journey.kept));
        enter(caught.nodeId, reached);
        continue;
      }
      journey = { ...journey, reached };
    }
    const node = graph.node(journey.nodeId);
    // A version is immutable, so this only happens to a row edited by hand.
    if (!node) throw new Error(`Step “${journey.nodeId}” is not part of this version.`);
    const outcome = ask(node, journey, world);
    if (outcome.answer === "wait") {
      for (const effect of outcome.effects ?? []) {
        effects.push({ visit: journey.visit, nodeId: journey.nodeId, key: effect.key, at: now });
      }
      const kept = outcome.keep ?? journey.kept;
      return { journey: { ...journey, until: outcome.until, kept }, moves, effects };
    }
    if (outcome.answer === "end") {
      leave(null, "ended", outcome.because);
      finish(outcome.reason);
      return { journey, moves, effects };
    }
    leave(outcome.by, "walked", outcome.because);
    journey = { ...journey, marks: marked(journey, outcome, now) };
    const next = graph.line(node.id, outcome.by)?.target;
    if (next === undefined || journey.been.includes(next)) {
      finish("finished");
      return { journey, moves, effects };
    }
    enter(next, journey.reached);
  }
  // Asked again at once: the rest of the way is walked by the next step.
  return { journey: { ...journey, until: now + 1 }, moves, effects };
}

/** What a visit has read is part of its evidence, also when it is pulled away from what it was read for. */
const withKept = (because: Evidence, kept: Kept | null): Evidence =>
  kept ? { ...because, items: [...because.items, { topic: "zone", value: kept.zone, at: null }] } : because;

function marked(journey: Journey, outcome: Outcome & { answer: "leave" }, at: Instant): Journey["marks"] {
  const { marks = [], consumes = [] } = outcome;
  if (marks.length === 0 && consumes.length === 0) return journey.marks;
  const rest = journey.marks.filter(({ mark }) => !consumes.includes(mark));
  return [...rest, ...marks.map((mark) => ({ mark, nodeId: journey.nodeId, at }))];
}

function ask(node: FlowNode, journey: Journey, world: World): Outcome {
  const place = {
    nodeId: node.id,
    arrivedAt: journey.arrivedAt,
    number: journey.been.filter((id) => id === node.id).length,
    kept: journey.kept,
    marks: journey.marks,
  };
  return definitionFor(node.type).visit(node.data, place, world);
}
