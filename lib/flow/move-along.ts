import type { GoneOn } from "@/lib/mail/backlog";
import { type Asked, withAsked } from "./asked";
import { taken } from "./by-hand";
import type { Flow } from "./flow";
import { choiceFor, type MovePlan } from "./move-plan";
import { replay } from "./replay";
import { restarted } from "./restart";
import { type Journey, leaving, type Move, withKept } from "./walk";
import type { History, Instant, Topic } from "./world";

/** Why an enrollment ended that a new version let go. */
export const LEFT_AT_PUBLISH = "left at publish";

export type MovedAlong = {
  /**
   * `stayed`: they walk on by the version they are on. `ended`: they had ended by the time they were looked at.
   * `taken in`: they had finished, and go on at a new step (lib/flow/take-in.ts).
   */
  went: "along" | "moved" | "left" | "stayed" | "ended" | "taken in";
  /** The visits whose waits began again after a pause. */
  startedOver?: readonly number[];
  journey: Journey;
  /** Where they were when the version changed. */
  at: Journey;
  moves: Move[];
  /** What the version they were on has asked for, and what the new one asks for. */
  before: Asked[];
  effects: Asked[];
};

type Versions = { before: Flow; after: Flow; plan: MovePlan };

/**
 * Takes one journey from one version to another, at an instant of its own. What lies before is judged by the version it
 * was on, what comes after by the new one. `replays`: what lies before is walked first, after the decision by which a
 * pause ended (`goneOn`); `walks`: people move at the moment, the funnel is not paused. Pure; the rules are in docs/journey.md.
 */
export function moveAlong(
  { before: old, after: next, plan }: Versions,
  from: Journey,
  history: History,
  now: Instant,
  { walks, replays, goneOn = null }: { walks: boolean; replays: boolean; goneOn?: GoneOn | null },
): MovedAlong | { needs: Topic[] } {
  const walked = replays
    ? restarted(old, from, history, now, goneOn)
    : { journey: from, moves: [], effects: [], startedOver: [] };
  if ("needs" in walked) return walked;
  const at = walked.journey;
  const done = { at, before: walked.effects, startedOver: walked.startedOver };
  const unchanged = { ...done, journey: at, moves: walked.moves, effects: [] };
  if (at.status === "ended") return { ...unchanged, went: "ended" };
  const chosen = choiceFor(old, next, plan, at.nodeId);
  if (chosen.do === "stay") return { ...unchanged, went: "stayed" };
  if (chosen.do === "leave") {
    const because = withKept({ v: 1, why: "version", items: [] }, at.kept);
    const left = leaving(at, { exit: null, by: "removed", because }, now);
    const end = { at: now, reason: LEFT_AT_PUBLISH };
    const journey: Journey = { ...at, status: "ended", steppedAt: now, until: null, end };
    return { ...done, went: "left", journey, moves: [...walked.moves, left], effects: [] };
  }
  const onward =
    chosen.do === "along"
      ? { journey: { ...at, steppedAt: now - 1, until: now }, moves: [] }
      : taken(at, chosen.do === "move" ? chosen.to : at.nodeId, "version", now);
  const after = replay(next, onward.journey, withAsked(history, walked.effects), now);
  if ("needs" in after) return after;
  const moves = [...walked.moves, ...onward.moves];
  const went = chosen.do === "along" ? "along" : "moved";
  // Paused: nobody moves and nothing is asked for. Whoever would only go on waiting has their time all the same.
  const goes = walks || (after.moves.length === 0 && after.effects.length === 0);
  return goes
    ? { ...done, went, journey: after.journey, moves: [...moves, ...after.moves], effects: after.effects }
    : { ...done, went, journey: onward.journey, moves, effects: [] };
}
