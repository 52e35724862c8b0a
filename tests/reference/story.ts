import type { FlowNode } from "@/lib/flow/flow";
import type { Instant } from "@/lib/flow/world";
import type { Scenario } from "./arbitrary";
import type { ReferenceResult } from "./interpret";

/** A scenario and what both interpreters made of it, for a person to read. Times are "day hh:mm:ss.mmm" since entry. */
export function tell(
  scenario: Scenario,
  reference: ReferenceResult,
  engine: ReferenceResult | string,
): string {
  const { flow, enteredAt, facts, schedule, horizon, mailWorld, zoneOf } = scenario;
  const when = (instant: Instant | null) => (instant === null ? "…" : sinceEntry(instant - enteredAt));

  const steps = flow.nodes.map((node) => {
    const lines = flow.edges.filter((edge) => edge.source === node.id);
    const exits = lines.map((edge) => `${edge.sourceHandle} → ${edge.target}`).join(", ");
    return `  ${node.id}: ${say(node)}${exits ? `; ${exits}` : ""}`;
  });
  const timeline = facts.map((fact): [Instant, string] => [
    fact.visibleAt,
    `${fact.id} ${fact.name} (happened ${when(fact.at)}) ${fact.value} ${fact.currency} ${JSON.stringify(fact.properties)}`,
  ]);
  for (const { visit, nodeId, askedAt } of reference.mails) {
    timeline.push([askedAt, `mail of visit ${visit}, ${nodeId}, is asked for`]);
    const settlement = mailWorld.settle(visit, nodeId, askedAt);
    if (!settlement) continue;
    timeline.push([settlement.settledAt, `mail of visit ${visit} is settled: ${settlement.settled}`]);
    if (settlement.settled !== "sent") continue;
    for (const one of mailWorld.engage(visit, nodeId, settlement.settledAt)) {
      timeline.push([one.visibleAt, `${nodeId} ${one.kind} ${one.link ?? ""} (happened ${when(one.at)})`]);
    }
  }
  timeline.sort(([a], [b]) => a - b);

  const tale = (result: ReferenceResult | string) =>
    typeof result === "string"
      ? [`  ${result}`]
      : [
          ...result.path.map(
            (leg) =>
              `  ${leg.visit}. ${leg.nodeId} from ${when(leg.enteredAt)} to ${when(leg.leftAt)} by ${leg.exit ?? "-"}`,
          ),
          `  mails: ${result.mails.map((mail) => `${mail.visit} ${mail.nodeId} ${when(mail.askedAt)}`).join(", ") || "none"}`,
          `  told: ${JSON.stringify(result.told)}; is: ${JSON.stringify(result.being)}`,
          `  reached: ${result.reached.join(", ") || "none"}; ended: ${result.ended ? `${result.ended.reason} at ${when(result.ended.at)}` : "no"}`,
        ];
  return [
    "The flow",
    ...steps,
    `Who: ${JSON.stringify(scenario.person)}, by ${JSON.stringify(scenario.entry)}`,
    `The life, until ${when(horizon)}, in ${zoneOf(enteredAt)}, in the end in ${zoneOf(horizon)}`,
    ...timeline.map(([at, what]) => `  ${when(at)} ${what}`),
    schedule.instants === "punctual"
      ? "The engine is punctual"
      : `The engine looks at ${schedule.instants.slice(0, 12).map(when).join(", ")}…`,
    "The reference says",
    ...tale(reference),
    "The engine says",
    ...tale(engine),
  ].join("\n");
}

function say(node: FlowNode): string {
  if (node.type === "branch") return JSON.stringify(node.data.rules);
  if (node.type === "condition") {
    const group = ({ match, tests }: (typeof node.data.rule.groups)[number]) =>
      `${match}(${tests.map(({ test, ...rest }) => `${test} ${JSON.stringify(rest)}`).join("; ")})`;
    const rule = `${node.data.rule.match}(${node.data.rule.groups.map(group).join(" ")})`;
    return `within ${sinceEntry(node.data.patienceMs)} ${rule}?`;
  }
  if (node.type === "wait") {
    return `wait ${node.data.until ? JSON.stringify(node.data.until) : sinceEntry(node.data.forMs)}`;
  }
  if (node.type === "update-contact") return JSON.stringify(node.data.changes);
  if (node.type === "jump") return `jump to ${node.data.to}, at most ${node.data.most} times`;
  if (node.type === "split") return node.data.paths.map(({ id, share }) => `${id} ${share} %`).join(", ");
  if (node.type === "goal") {
    const { product, atLeast, currency, waitMs, otherwise, what = "purchase", ...more } = node.data;
    return `goal ${what} “${product}” at least ${atLeast} ${currency} ${JSON.stringify(more)}, waits ${sinceEntry(waitMs)}, then ${otherwise}`;
  }
  return node.type === "end" ? `end “${node.data.reason}”` : node.type;
}

function sinceEntry(ms: number): string {
  const day = Math.floor(ms / 86_400_000);
  return `${day}d ${new Date(ms - day * 86_400_000).toISOString().slice(11, 23)}`;
}
