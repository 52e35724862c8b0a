import type { JsonValue } from "@/lib/json";
import { sampleValues } from "@/lib/mail/samples";
import { definitionFor } from "@/lib/nodes/definitions";
import { entryKey } from "./entry";
import type { Flow, FlowNode } from "./flow";
import { catchesPeople, graphOf, isTrigger } from "./graph";

/** An event without its time: what a form, a shop or an app would send. `value` in minor units of `currency`. */
export type SampleEvent = {
  name: string;
  properties: Record<string, JsonValue>;
  value: number | null;
  currency: string | null;
};

/** Stands for the form made with a funnel, where it does not matter which. */
export const SAMPLE_FORM = "00000000-0000-4000-8000-000000000000";

/** An event that starts this trigger, with everything that the emails of the flow print of it. */
export function sampleEntry(flow: Flow, trigger: FlowNode): SampleEvent {
  const name = definitionFor(trigger.type).startsOn?.(trigger.data) ?? "";
  const emails = flow.nodes.flatMap((node) => (node.type === "email" ? [node.data] : []));
  const { event } = sampleValues({
    subject: emails.flatMap(({ subject }) => subject),
    preview: emails.flatMap(({ preview }) => preview),
    body: emails.flatMap(({ body }) => body),
  });
  const bought = name === "purchase" ? wantedPurchase(flow) : null;
  const properties: Record<string, JsonValue> = { ...bought?.properties, ...event };
  if (name === FORM) properties.formId = SAMPLE_FORM;
  else if (flow.entry.rule === "per-key") properties[flow.entry.property] ??= "10482";
  return { name, properties, value: bought?.value ?? null, currency: bought?.currency ?? null };
}

const FORM = "form.submitted";

/** The trigger people come in by, unless another one is chosen. */
export const firstTrigger = (flow: Flow): FlowNode | undefined => flow.nodes.find(isTrigger);

/** Why nobody can come in by this event, as a sentence to the author; null when they can. */
export function whyNotEntered(flow: Flow, triggerId: string, event: SampleEvent): string | null {
  const trigger = graphOf(flow).node(triggerId);
  const enters = trigger && definitionFor(trigger.type).enters;
  if (!enters) return "Nobody can enter yet. Add a trigger at the top.";
  const fact = { ...event, id: "", at: 0, visibleAt: 0 };
  if (!enters(trigger.data, fact, { formId: SAMPLE_FORM })) return "Choose the event that starts this.";
  if (entryKey(flow.entry, fact) !== null) return null;
  const property = flow.entry.rule === "per-key" ? flow.entry.property : "";
  return `People enter once per “${property}”, and this event does not send one.`;
}

/** A purchase that this flow hopes for: it meets the first goal, or else what is asked first about purchases. */
export function wantedPurchase(flow: Flow): SampleEvent & { value: number; currency: string } {
  const goals = flow.nodes.filter(catchesPeople);
  const wishes = [...goals, ...flow.nodes].flatMap(
    (node) => definitionFor(node.type).wishes?.(node.data) ?? [],
  );
  const wish = wishes[0];
  return {
    name: "purchase",
    properties: { product: wish?.product || "Spring course" },
    value: wish?.atLeast ?? 4_900,
    currency: wish?.currency ?? "EUR",
  };
}
