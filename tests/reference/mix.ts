import type { Scenario } from "./arbitrary";
import type { Leg, ReferenceResult } from "./interpret";
import { purchaseCounts } from "./purchase-counts";

export type Sample = { scenario: Scenario; result: ReferenceResult };

const HOUR = 3_600_000;

/** What occurred in the samples, so that a test can show that its generator reaches everything. */
export function describeMix(samples: readonly Sample[]): Record<string, number> {
  const mix: Record<string, number> = {};
  const count = (what: string, times = 1) => {
    mix[what] = (mix[what] ?? 0) + times;
  };
  for (const { scenario, result } of samples) {
    const { flow, facts, entry, enteredAt, schedule } = scenario;
    const types = new Map(flow.nodes.map((node) => [node.id, node.type]));
    const visibleAt = new Map(facts.map((fact) => [fact.visibleAt, fact]));
    const stirs = new Set(visibleAt.keys());
    const reactions = new Set<number>();
    for (const { visit, nodeId, askedAt } of result.mails) {
      const settlement = scenario.mailWorld.settle(visit, nodeId, askedAt);
      count(`mail ${settlement?.settled ?? "never settled"}`);
      if (settlement?.settled !== "sent") continue;
      for (const one of scenario.mailWorld.engage(visit, nodeId, settlement.settledAt)) {
        stirs.add(one.visibleAt);
        reactions.add(one.visibleAt);
      }
    }
    count("flows");
    count("steps", flow.nodes.length);
    count("visits", result.path.length);
    count(schedule.instants === "punctual" ? "punctual engines" : "late engines");
    if (entry.name === "purchase") count("entered by a purchase");
    if (new Set(flow.edges.map((edge) => edge.target)).size < flow.edges.length) count("flows with joins");
    if (new Set(result.path.map((leg) => leg.nodeId)).size < result.path.length) count("steps seen twice");

    result.path.forEach((leg, n) => {
      const type = types.get(leg.nodeId);
      const walkedIn = result.path[n - 1]?.exit !== "pulled";
      const fact = leg.leftAt === null ? undefined : visibleAt.get(leg.leftAt);
      if (leg.leftAt !== null && stirs.has(leg.leftAt) && leg.leftAt === waitEnds(scenario, leg))
        count("ties");
      if (leg.exit === "pulled") count(type === "goal" ? "pulled from a goal" : `pulled`);
      if (leg.exit === "pulled" && type === "email") count("pulled from an email");
      if (leg.exit === "left") count("left by a rule");
      if (leg.exit === "yes" || leg.exit === "no") {
        count(leg.exit);
        if (leg.leftAt === leg.enteredAt) count("decided on arrival");
        else if (leg.leftAt !== waitEnds(scenario, leg)) {
          count(
            leg.leftAt && reactions.has(leg.leftAt) ? "decided by an open or click" : "decided by a purchase",
          );
        } else count("decided when the patience ended");
      }
      if (type === "branch" && leg.exit !== null && leg.exit !== "pulled") {
        count(leg.exit === "else" ? "sorted to everyone else" : "sorted by a rule");
      }
      if (type === "split" && leg.exit !== null && leg.exit !== "pulled") count(`split ${leg.exit}`);
      if (type === "goal" && walkedIn && leg.exit === "next") {
        if (result.path.length > n + 1) count("goals mid-path");
        if (!result.reached.includes(leg.nodeId)) count("goals not met");
      }
      const wait = waitOf(scenario, leg);
      if (wait?.kind === "event" && leg.exit === "happened" && /^(tag|field)\./.test(wait.event)) {
        count("changes that came back as events");
      }
      if (wait && leg.exit !== null && leg.exit !== "pulled") {
        const passed = "past" in wait && leg.leftAt === leg.enteredAt;
        count(
          `wait ${wait.kind}${wait.kind === "event" ? ` ${leg.exit}` : passed ? ` passed: ${wait.past}` : ""}`,
        );
        if (wait.kind === "quiet" && leg.leftAt === leg.enteredAt) count("quiet on arrival");
      }
      if (types.get(leg.nodeId) === "email" && leg.exit === "next") {
        if (!result.mails.some((mail) => mail.visit === leg.visit)) count("emails skipped");
      }
      if (fact && fact.visibleAt - fact.at >= HOUR && moved(scenario, leg, fact.visibleAt)) {
        const wish = { product: "", atLeast: null, currency: "" };
        if (purchaseCounts(fact, wish, enteredAt, entry.id)) count("late facts that moved someone");
      }
    });
    for (const { name } of result.told) count(name);
    count(facts.length > 4 ? "lives with many facts" : "lives with few facts");
    if (facts.some((one) => one !== entry && one.at === enteredAt)) count("facts exactly at entry");
    if (facts.some((one) => one.at < enteredAt)) count("facts from before entry");
    if (result.reached.length > 1) count("several goals reached");
    const last = result.path.at(-1);
    if (!result.ended) count("still on the way");
    else if (last?.exit === "left") count(`left: ${result.ended.reason.slice(0, 14)}`);
    else if (result.ended.reason === "goal not reached") count("ended as goal not reached");
    else if (last?.exit === null) count("ended at an end");
    else count("finished on an open path");
  }
  return mix;
}

/** Whether something other than the end of a wait moved this visit. */
const moved = (scenario: Scenario, leg: Leg, at: number): boolean =>
  leg.exit === "pulled" || at !== waitEnds(scenario, leg);

function waitOf({ flow }: Scenario, leg: Leg) {
  const node = flow.nodes.find((one) => one.id === leg.nodeId);
  return node?.type === "wait" ? node.data.until : undefined;
}

function waitEnds({ flow }: Scenario, leg: Leg): number | null {
  const node = flow.nodes.find((one) => one.id === leg.nodeId);
  if (node?.type === "wait" && !node.data.until) return leg.enteredAt + node.data.forMs;
  if (node?.type === "condition") return leg.enteredAt + node.data.patienceMs;
  if (node?.type === "goal") return leg.enteredAt + node.data.waitMs;
  return null;
}
