import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flow as flowSchema } from "@/lib/flow/flow";
import type { Instant } from "@/lib/flow/world";
import { anyScenario, lookedAt, type Scenario } from "./arbitrary";
import { type Driven, drive, everyTopic, type Manner } from "./drive";
import { interpret, type ReferenceResult } from "./interpret";
import { describeMix, type Sample } from "./mix";
import { email, goal, sketch, trigger } from "./sketch";
import { tell } from "./story";

const runs = Number(process.env.FLOWS ?? 2_000);
const seed = Number(process.env.SEED ?? 1);
const patience = 60_000 + runs * 60;

/** How often each must at least occur, per flow. */
const leastShare: Record<string, number> = {
  yes: 0.1,
  no: 0.15,
  "decided on arrival": 0.1,
  "decided by an open or click": 0.002,
  "decided by a purchase": 0.004,
  "decided when the patience ended": 0.125,
  pulled: 0.055,
  "pulled from an email": 0.02,
  "pulled from a goal": 0.002,
  "several goals reached": 0.02,
  "goals mid-path": 0.03,
  "goals not met": 0.03,
  "steps seen twice": 0.0015,
  "late facts that moved someone": 0.04,
  "entered by a purchase": 0.05,
  "facts exactly at entry": 0.075,
  "facts from before entry": 0.125,
  ties: 0.125,
  "sorted by a rule": 0.015,
  "sorted to everyone else": 0.01,
  "split a": 0.015,
  "split b": 0.025,
  "split c": 0.005,
  "flows with joins": 0.25,
  "wait time": 0.015,
  "wait date": 0.01,
  "wait date passed: skip-email": 0.0015,
  "wait day": 0.01,
  "wait day passed: missed": 0.0015,
  "wait event happened": 0.0025,
  "wait event timeout": 0.015,
  "wait quiet": 0.02,
  "wait around": 0.0025,
  "quiet on arrival": 0.005,
  "emails skipped": 0.001,
  "tag.added": 0.025,
  "tag.removed": 0.01,
  "field.changed": 0.025,
  "mail sent": 0.1,
  "mail dropped": 0.02,
  "mail failed": 0.02,
  "mail unknown": 0.02,
  "mail never settled": 0.0025,
  "late engines": 0.15,
  "punctual engines": 0.075,
  "left by a rule": 0.025,
  "left: they unsubscri": 0.0025,
  "ended at an end": 0.04,
  "ended as goal not reached": 0.015,
  "finished on an open path": 0.1,
  "still on the way": 0.04,
};

const reference = (scenario: Scenario): ReferenceResult => {
  const { flow, enteredAt, entry, facts, start, horizon, mailWorld, schedule, zoneOf, person } = scenario;
  const { contactId, funnelId, deadlines } = scenario;
  const doneAt = (due: Instant) => lookedAt(schedule, due);
  const zoneAt = (_visit: number, from: Instant) => zoneOf(lookedAt(schedule, from));
  const life = { contactId, funnelId, enteredAt, entry, facts, deadlines, zoneAt, person, doneAt };
  return interpret(flow, life, start, horizon, mailWorld);
};

/** Runs a property over many scenarios; what disagrees is told as a small story, with the seed to repeat it. */
function always(count: number, holds: (scenario: Scenario) => string | null | undefined): void {
  const details = fc.check(
    fc.property(anyScenario, (scenario) => {
      const complaint = holds(scenario);
      if (complaint) throw new Error(complaint);
    }),
    { numRuns: count, seed, interruptAfterTimeLimit: patience },
  );
  if (!details.failed) return;
  if (details.interrupted && details.counterexample === null) {
    throw new Error(`SEED=${seed}: only ${details.numRuns} of ${count} were looked at in time.`);
  }
  const [scenario] = details.counterexample ?? [];
  const found = scenario && reference(scenario);
  let engine: ReferenceResult | string = "nothing";
  try {
    if (scenario) engine = drive(scenario, { topics: [] }).result;
  } catch (error) {
    engine = String(error);
  }
  throw new Error(
    [
      `SEED=${seed}, after ${details.numRuns} runs: ${String(details.errorInstance)}`,
      scenario && found ? tell(scenario, found, engine) : "",
    ].join("\n\n"),
  );
}

const differs = (a: ReferenceResult, b: ReferenceResult): boolean => JSON.stringify(a) !== JSON.stringify(b);

describe("the engine's interpreter and the reference", () => {
  const samples: Sample[] = [];

  it(
    `agree on ${runs} flows and lives (SEED=${seed})`,
    () => {
      always(runs, (scenario) => {
        const result = reference(scenario);
        samples.push({ scenario, result });
        const { result: driven, journey } = drive(scenario, { topics: [] });
        if (differs(driven, result)) return "They disagree.";
        if (journey.status === "ended") return journey.end ? null : "It ended without an end.";
        return Number.isFinite(journey.until) && journey.until !== null ? null : "It waits for ever.";
      });
    },
    patience,
  );

  it("met the whole mix", () => {
    const mix = describeMix(samples);
    console.info(`SEED=${seed}`, mix);
    expect(samples).toHaveLength(runs);
    for (const [what, share] of Object.entries(leastShare)) {
      expect(mix[what] ?? 0, what).toBeGreaterThanOrEqual(Math.floor(share * runs));
    }
  });

  it("only saw flows that the editor accepts", () => {
    for (const { scenario } of samples.slice(0, 300))
      expect(flowSchema.parse(scenario.flow)).toEqual(scenario.flow);
  });
});

describe("a history that is known", () => {
  const part = Math.ceil(runs / 4);
  const expectSame = (lived: Scenario, manner: (driven: Driven) => Manner): string | null => {
    // What has no history is read when the engine looks, so here it never changes.
    const scenario = { ...lived, zoneOf: () => lived.zoneOf(lived.enteredAt) };
    const first = drive(scenario, { topics: everyTopic(scenario) });
    const second = drive(scenario, manner(first));
    return differs({ ...first.result, mails: [] }, second.result) ? "The second telling differs." : null;
  };

  it(
    "gives the same path however late and however often the engine looks",
    () => {
      always(part, (scenario) => {
        const { horizon, enteredAt, facts } = scenario;
        const thirds = [0.001, 0.01, 0.05, 0.3].map((share) =>
          Math.round(enteredAt + share * (horizon - enteredAt)),
        );
        const schedules: Instant[][] = [
          [horizon],
          [...thirds, horizon],
          [
            ...facts.map((fact) => fact.visibleAt).filter((at) => at >= enteredAt && at < horizon),
            horizon,
          ].sort((a, b) => a - b),
        ];
        for (const looks of schedules) {
          const complaint = expectSame(scenario, ({ history }) => ({
            topics: everyTopic(scenario),
            known: history,
            looks,
          }));
          if (complaint) return complaint;
        }
        return null;
      });
    },
    patience,
  );

  it(
    "gives the same path when every topic has to be asked for",
    () => {
      always(part, (scenario) =>
        expectSame(scenario, ({ history }) => ({
          topics: [],
          known: { ...history },
          looks: [scenario.horizon],
        })),
      );
    },
    patience,
  );
});

it(
  "gives the same path in whatever order what is known is told",
  () => {
    always(Math.ceil(runs / 4), (lived) => {
      const scenario = { ...lived, zoneOf: () => lived.zoneOf(lived.enteredAt) };
      const topics = everyTopic(scenario);
      const first = drive(scenario, { topics });
      const { facts, engagements, effects } = first.history;
      const known = {
        ...first.history,
        facts: [...facts].reverse(),
        engagements: [...engagements].reverse(),
        effects: [...effects].reverse(),
      };
      const second = drive(scenario, { topics, known, looks: [scenario.horizon] });
      return differs({ ...first.result, mails: [] }, second.result) ? "The second telling differs." : null;
    });
  },
  patience,
);

it("agree on a way that is too long for one step", () => {
  const [sample] = fc.sample(anyScenario, { numRuns: 1, seed: 2 });
  const chain = Array.from({ length: 230 }, (_, n) => [`g${n}`, goal({}, `g${n + 1}`)] as const);
  const flow = sketch({ in: trigger("g0"), ...Object.fromEntries(chain), g230: email() });
  const { entry, enteredAt } = sample!;
  for (const instants of ["punctual", [enteredAt, enteredAt + 1_000], [enteredAt + 1_000]] as const) {
    const scenario: Scenario = {
      ...sample!,
      flow,
      start: { nodeId: "in" },
      facts: [entry],
      schedule: { twice: true, instants },
      horizon: enteredAt + 1_000,
    };
    const result = reference(scenario);
    expect(result.path).toHaveLength(232);
    expect(drive(scenario, { topics: [] }).result).toEqual(result);
  }
});
