import { definitionFor } from "@/lib/nodes/definitions";
import { fulfilling } from "@/lib/rules/fulfilling";
import type { Flow } from "./flow";
import { catchesPeople } from "./graph";
import { type SampleEvent, wantedPurchase } from "./sample-entry";

/** Events that can change where somebody goes on this drawing, as they would come in; a purchase first. */
export function happenings(flow: Flow): SampleEvent[] {
  const names = new Set<string>();
  for (const node of flow.nodes) {
    for (const topic of definitionFor(node.type).reads(node.data)) {
      if (topic.topic === "event") names.add(topic.name);
    }
  }
  for (const { event } of flow.rules?.leave.events ?? []) if (event !== "") names.add(event);
  if (flow.rules?.leave.purchased) names.add(PURCHASE);
  const goals = flow.nodes.filter(catchesPeople);
  const hopes = [
    ...[...goals, ...flow.nodes].flatMap((node) => definitionFor(node.type).hopes?.(node.data) ?? []),
    ...(flow.rules?.leave.events ?? []).map(({ event: name, where }) => ({
      name,
      properties: fulfilling(where),
    })),
  ];
  const others = [...names].filter((name) => name !== PURCHASE);
  return [
    ...(names.has(PURCHASE) ? [wantedPurchase(flow)] : []),
    // What nobody asks for is left out: without it, it is about no other cart or booking than the one they came in by.
    ...others.map((name) => ({
      name,
      properties: hopes.find((hope) => hope.name === name)?.properties ?? {},
      value: null,
      currency: null,
    })),
  ];
}

const PURCHASE = "purchase";
