import type { z } from "zod";
import { connect } from "@/lib/flow/edit";
import { type Entry, emptyFlow, type Flow, type FlowNode } from "@/lib/flow/flow";
import { tidy } from "@/lib/flow/layout";
import { definitions, type NodeType } from "@/lib/nodes/definitions";

type Written<T extends NodeType> = z.input<(typeof definitions)[T]["settings"]>;

/** A step by its type and settings; what is not said stands as it does on a new card. */
export const step = <T extends NodeType>(type: T, settings: Written<T>) => ({ type, settings });

type Drawn = { entry?: Entry; steps: Record<string, { type: NodeType; settings: unknown }>; lines: string[] };

/**
 * A flow, tidily drawn. Lines are written "a > b > c"; a path other than the first one is named: "asked:no > c".
 * Throws on a step that does not parse or a line that cannot be drawn: a template is ours to get right.
 */
export function draw({ entry = { rule: "once" }, steps, lines }: Drawn): Flow {
  const nodes = Object.entries(steps).map(
    ([id, { type, settings }]) =>
      ({ id, type, position: { x: 0, y: 0 }, data: definitions[type].settings.parse(settings) }) as FlowNode,
  );
  let flow: Flow = { ...emptyFlow(), entry, nodes };
  for (const line of lines) {
    const stops = line.split(" > ");
    for (const [at, stop] of stops.slice(0, -1).entries()) {
      const [source = "", exit = "next"] = stop.split(":");
      const target = stops[at + 1]?.split(":")[0] ?? "";
      const next = connect(flow, { source, sourceHandle: exit, target });
      if (next === flow) throw new Error(`No line can be drawn from “${stop}” to “${target}”.`);
      flow = next;
    }
  }
  return tidy(flow);
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** A condition's rule: a click in any of these emails. */
export const clickedAny = (...emails: string[]) => ({
  match: "any" as const,
  groups: emails.map((email) => ({ tests: [{ test: "clicked" as const, email }] })),
});
