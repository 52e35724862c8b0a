import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyEdit } from "@/lib/flow/arbitrary-edit";
import { exitsOf, type Flow, type FlowNode, flow as flowSchema } from "@/lib/flow/flow";
import { graphOf } from "@/lib/flow/graph";
import { UNSUBSCRIBED } from "@/lib/flow/leave-when";
import { LEFT_AT_PUBLISH, moveAlong } from "@/lib/flow/move-along";
import { type Choice, choiceFor, isKept, type MovePlan } from "@/lib/flow/move-plan";
import { replay } from "@/lib/flow/replay";
import { runs as runsAt } from "@/lib/nodes/definitions";
import { anyScenario, type Scenario } from "./arbitrary";
import { drive, everyTopic } from "./drive";
import { interpret } from "./interpret";
import { tell } from "./story";

const RUNS = Number(process.env.FLOWS ?? 500);
/** The same lives each time, so that a failure is of the change that is tested: `SEED=$RANDOM` looks for others. */
const seed = Number(process.env.SEED ?? 2);
const DAY = 86_400_000;

/** An instant at which nothing else is known to happen, by its share of the time that the person can be watched. */
function quiet({ facts, enteredAt, horizon }: Scenario, share: number): number {
  const taken = new Set(facts.map(({ visibleAt }) => visibleAt));
  const span = Math.min(horizon, enteredAt + 40 * DAY) - enteredAt;
  let at = enteredAt + 1 + Math.floor(span * share);
  while (taken.has(at)) at += 1;
  return at;
}

const punctual = (scenario: Scenario): Scenario => ({
  ...scenario,
  schedule: { twice: false, instants: "punctual" },
});

const choice: fc.Arbitrary<Choice | null> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Choice>({ do: "along" }, { do: "anew" }, { do: "stay" }, { do: "leave" }),
  },
  { weight: 2, arbitrary: fc.nat(99).map((to): Choice => ({ do: "move", to: String(to) })) },
);

/** A plan for every step of the old drawing; a move leads to some step of the new one. */
const planOf = (before: Flow, after: Flow, choices: readonly (Choice | null)[]): MovePlan =>
  Object.fromEntries(
    before.nodes.flatMap(({ id }, index) => {
      const chosen = choices[index % choices.length];
      if (!chosen) return [];
      const to =
        chosen.do === "move" ? after.nodes[Number(chosen.to) % Math.max(1, after.nodes.length)]?.id : "";
      return [[id, chosen.do === "move" ? { do: "move" as const, to: to ?? "nowhere" } : chosen]];
    }),
  );

describe("any drawing, any edit, any life, any plan", () => {
  it("everybody is at a step where people may stand, or stays, or has left by plan, and asking again changes nothing", () => {
    const went: Record<string, number> = {};
    fc.assert(
      fc.property(
        anyScenario,
        fc.array(anyEdit, { minLength: 1, maxLength: 6 }),
        fc.array(choice, { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (given, edits, choices, share) => {
          const scenario = punctual(given);
          const after = edits.reduce((flow, edit) => edit.apply(flow), scenario.flow);
          fc.pre(flowSchema.safeParse(after).success);
          const at = quiet(scenario, share);
          const plan = planOf(scenario.flow, after, choices);
          const driven = drive({ ...scenario, horizon: at - 1 }, { topics: everyTopic(scenario) });
          // Everything that either may ask for: a topic that is not loaded throws.
          const topics = new Set([
            ...driven.history.topics,
            ...after.nodes.flatMap(({ id }) => `engagement:${id}`),
          ]);
          const versions = { before: scenario.flow, after, plan };
          const history = { ...driven.history, topics: everything(topics) };
          const moved = moveAlong(versions, driven.journey, history, at, { walks: true, replays: true });
          if ("needs" in moved) throw new Error("Something was lacking.");
          went[moved.went] = (went[moved.went] ?? 0) + 1;
          const { journey } = moved;
          const chosen = choiceFor(scenario.flow, after, plan, moved.at.nodeId);
          if (moved.went === "ended") {
            expect(moved.at.status).toBe("ended");
            return;
          }
          if (moved.went === "stayed") {
            expect(chosen.do).toBe("stay");
            expect(journey).toEqual(moved.at);
            return;
          }
          if (moved.went === "left") {
            expect(journey.end).toEqual({ at, reason: LEFT_AT_PUBLISH });
            return;
          }
          if (chosen.do === "along") expect(isKept(scenario.flow, after, moved.at.nodeId)).toBe(true);
          const here = graphOf(after).node(journey.nodeId);
          expect(here && runsAt(here.type)).toBe(true);
          coherent(moved.moves, driven.journey.visit);
          const again = replay(after, journey, history, at);
          if (!("needs" in again)) expect([again.moves, again.effects]).toEqual([[], []]);
        },
      ),
      { numRuns: RUNS, seed },
    );
    for (const kind of ["along", "moved", "left", "stayed", "ended"]) {
      expect(went[kind] ?? 0, `${kind}: ${JSON.stringify(went)}`).toBeGreaterThan(RUNS / 100);
    }
  });
});

/** A set that holds whatever it is asked for. */
function everything(topics: Set<string>): Set<string> {
  const all = new Set(topics);
  all.has = () => true;
  return all;
}

/** Every visit is entered once, after the one before was left. */
function coherent(moves: readonly { kind: string; visit: number }[], from: number): void {
  let visit = from;
  let left = false;
  for (const move of moves) {
    if (move.kind === "left") {
      expect([move.visit, left]).toEqual([visit, false]);
      left = true;
    } else {
      expect([move.visit, left]).toEqual([visit + 1, true]);
      visit += 1;
      left = false;
    }
  }
}

type Change = "longer waits" | "other waits" | "steps removed" | "steps added" | "ends instead";

/** The drawing with something changed where this person has not been yet. */
function changedAhead(
  flow: Flow,
  been: ReadonlySet<string>,
  here: string,
  change: Change,
  seed: number,
): Flow {
  const touched = (node: FlowNode) => !been.has(node.id) && node.type !== "goal" && node.type !== "trigger";
  const some = flow.nodes.filter((node, index) => touched(node) && (seed >> (index % 8)) % 2 === 0);
  const ids = new Set(some.map(({ id }) => id));
  const without = (gone: (source: string) => boolean) => flow.edges.filter((edge) => !gone(edge.source));
  switch (change) {
    case "longer waits":
      return {
        ...flow,
        nodes: flow.nodes.map((node) =>
          node.type === "wait" && !node.data.until && (node.id === here || !been.has(node.id))
            ? { ...node, data: { ...node.data, forMs: Math.min(node.data.forMs + 3 * DAY, 365 * DAY) } }
            : node,
        ),
      };
    case "other waits":
      return {
        ...flow,
        nodes: flow.nodes.map((node) =>
          node.type === "wait" && ids.has(node.id) && !node.data.until
            ? { ...node, data: { ...node.data, forMs: 1_000 + (seed % (9 * DAY)) } }
            : node,
        ),
      };
    case "steps removed":
      return {
        ...flow,
        nodes: flow.nodes.filter(({ id }) => !ids.has(id)),
        edges: flow.edges.filter(({ source, target }) => !ids.has(source) && !ids.has(target)),
      };
    case "ends instead":
      return {
        ...flow,
        nodes: flow.nodes.map(
          (node): FlowNode =>
            ids.has(node.id)
              ? {
                  id: node.id,
                  type: "end",
                  position: node.position,
                  data: { reason: "instead" } as FlowNode<"end">["data"],
                }
              : node,
        ),
        edges: without((source) => ids.has(source)),
      };
    case "steps added": {
      const added: FlowNode[] = [];
      const edges = [...flow.edges];
      for (const node of flow.nodes) {
        if (been.has(node.id) && node.id !== here) continue;
        for (const exit of exitsOf(node)) {
          if (graphOf(flow).line(node.id, exit.id)) continue;
          const id = `new-${node.id}-${exit.id}`;
          const data = { forMs: 1_000 + (seed % (5 * DAY)) } as FlowNode<"wait">["data"];
          added.push({ id, type: "wait", position: { x: 0, y: 0 }, data });
          edges.push({ id: `to-${id}`, source: node.id, sourceHandle: exit.id, target: id });
        }
      }
      return { ...flow, nodes: [...flow.nodes, ...added], edges };
    }
  }
}

describe("where what somebody has walked is unchanged", () => {
  it("their life is as if they had always walked by the new version, as the reference tells it", () => {
    const seen: Record<string, number> = {};
    fc.assert(
      fc.property(
        anyScenario,
        fc.constantFrom<Change>(
          "longer waits",
          "other waits",
          "steps removed",
          "steps added",
          "ends instead",
        ),
        fc.nat(1_000_000_000),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (given, change, seed, share) => {
          // Whether nothing but marketing is left is told by what lies ahead, which is what changes here.
          fc.pre(!given.facts.some(({ name }) => name === UNSUBSCRIBED));
          const scenario = punctual(given);
          const at = quiet(scenario, share);
          const until = drive({ ...scenario, horizon: at }, { topics: everyTopic(scenario) });
          fc.pre(until.journey.status === "active" && until.journey.arrivedAt < at);
          const known = [
            ...until.history.effects.map((one) => one.settledAt),
            ...until.history.engagements.map((one) => one.visibleAt),
            ...until.history.facts.map((one) => one.visibleAt),
          ];
          fc.pre(!known.includes(at));
          const been = new Set(until.result.path.map(({ nodeId }) => nodeId));
          // Which of several goals catches is told by the lines to them, also those ahead.
          fc.pre(
            until.result.reached.length === 0 ||
              scenario.flow.nodes.filter(({ type }) => type === "goal").length < 2,
          );
          const to = changedAhead(scenario.flow, been, until.journey.nodeId, change, seed);
          const driven = drive(scenario, {
            topics: everyTopic({ ...scenario, flow: to }),
            version: { at, to, plan: {} },
          });
          const { start, horizon, mailWorld, zoneOf } = scenario;
          const zoneAt = (_visit: number, from: number) => zoneOf(from);
          const life = { ...scenario, zoneAt, doneAt: (due: number) => due };
          const expected = interpret(to, life, start, horizon, mailWorld);
          const old = interpret(scenario.flow, life, start, horizon, mailWorld);
          const same = JSON.stringify(old.path) === JSON.stringify(expected.path);
          if (!same) seen[change] = (seen[change] ?? 0) + 1;
          if (JSON.stringify(driven.result) !== JSON.stringify(expected)) {
            throw new Error(
              `${change} at ${at - scenario.enteredAt}\n${tell({ ...scenario, flow: to }, expected, driven.result)}`,
            );
          }
        },
      ),
      { numRuns: RUNS, seed },
    );
    for (const change of ["longer waits", "other waits", "steps removed", "steps added", "ends instead"]) {
      expect(seen[change] ?? 0, JSON.stringify(seen)).toBeGreaterThan(RUNS / 500);
    }
  });
});
