import { definitionFor } from "@/lib/nodes/definitions";
import { fulfilling } from "@/lib/rules/fulfilling";
import type { Flow, FlowNode } from "./flow";
import { catchesPeople } from "./graph";
import { type SampleEvent, wantedPurchases } from "./sample-entry";

/** An event that can be pretended. `about`: what its properties name by an id, in words. */
export type Happening = SampleEvent & { about?: string };

/**
 * Events that can change where somebody goes on this drawing, as they would come in: each that some step, goal or rule asks
 * for, with what it must say to count. Purchases first, then what goals hope for.
 */
export function happenings(flow: Flow): Happening[] {
  const leave = flow.rules?.leave;
  const goalsFirst = [...flow.nodes.filter(catchesPeople), ...flow.nodes];
  const others = [
    ...goalsFirst.flatMap(hopesOf),
    ...(leave?.events ?? []).flatMap(({ event: name, where }) =>
      name === "" ? [] : [{ name, properties: fulfilling(where) }],
    ),
  ];
  const bought = flow.nodes.some((node) => eventsRead(node).includes(PURCHASE)) || leave?.purchased;
  return distinct([
    ...(bought ? wantedPurchases(flow) : []),
    ...others.map((hope) => ({ value: null, currency: null, ...hope })),
  ]);
}

const PURCHASE = "purchase";

/** What a step reads without saying what it must say is asked for by its name alone. */
function hopesOf(node: FlowNode): Pick<Happening, "name" | "properties" | "about">[] {
  const hopes = definitionFor(node.type).hopes?.(node.data) ?? [];
  const named = new Set([PURCHASE, ...hopes.map(({ name }) => name)]);
  const bare = eventsRead(node).filter((name) => !named.has(name));
  // What nobody asks for is left out: without it, it is about no other cart or booking than the one they came in by.
  return [...hopes.filter(({ name }) => name !== ""), ...bare.map((name) => ({ name, properties: {} }))];
}

const eventsRead = (node: FlowNode): string[] =>
  definitionFor(node.type)
    .reads(node.data)
    .flatMap((topic) => (topic.topic === "event" ? [topic.name] : []));

function distinct(events: readonly Happening[]): Happening[] {
  const seen = new Map<string, Happening>();
  for (const event of events) {
    const key = JSON.stringify([event.name, event.properties, event.value, event.currency]);
    if (!seen.has(key)) seen.set(key, event);
  }
  return [...seen.values()];
}
