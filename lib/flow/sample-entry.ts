import type { JsonValue } from "@/lib/json";
import { sampleValues } from "@/lib/mail/samples";
import type { Here } from "@/lib/nodes/contract";
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

/** Stands for a funnel and the form made with it, where it does not matter which. */
export const SAMPLE_FORM = "00000000-0000-4000-8000-000000000000";
const hereAt = (nodeId: string): Here => ({ funnelId: SAMPLE_FORM, formId: SAMPLE_FORM, nodeId });

/** An event that starts this trigger, with everything that the emails of the flow print of it. */
export function sampleEntry(flow: Flow, trigger: FlowNode): SampleEvent {
  const start = definitionFor(trigger.type).sampleStart?.(trigger.data, hereAt(trigger.id)) ?? NOTHING;
  const emails = flow.nodes.flatMap((node) => (node.type === "email" ? [node.data] : []));
  const { event } = sampleValues({
    subject: emails.flatMap(({ subject }) => subject),
    preview: emails.flatMap(({ preview }) => preview),
    body: emails.flatMap(({ body }) => body),
  });
  const bought = start.name === "purchase" ? wantedPurchase(flow) : null;
  const properties: Record<string, JsonValue> = { ...bought?.properties, ...event, ...start.properties };
  if (start.name !== FORM && flow.entry.rule === "per-key") properties[flow.entry.property] ??= "10482";
  return {
    name: start.name,
    properties,
    value: start.value ?? bought?.value ?? null,
    currency: start.currency ?? bought?.currency ?? null,
  };
}

const FORM = "form.submitted";
const NOTHING: SampleEvent = { name: "", properties: {}, value: null, currency: null };

/** The trigger people come in by, unless another one is chosen. */
export const firstTrigger = (flow: Flow): FlowNode | undefined => flow.nodes.find(isTrigger);

/** Why nobody can come in by this event, as a sentence to the author; null when they can. */
export function whyNotEntered(flow: Flow, triggerId: string, event: SampleEvent): string | null {
  const trigger = graphOf(flow).node(triggerId);
  const enters = trigger && definitionFor(trigger.type).enters;
  if (!enters) return "Nobody can enter yet. Add a trigger at the top.";
  const fact = { ...event, id: "", at: 0, visibleAt: 0 };
  if (!enters(trigger.data, fact, hereAt(triggerId))) return "Choose the event that starts this.";
  if (entryKey(flow.entry, fact) !== null) return null;
  const property = flow.entry.rule === "per-key" ? flow.entry.property : "";
  return `People enter once per “${property}”, and this event does not send one.`;
}

type Purchase = SampleEvent & { value: number; currency: string };

/** A purchase that this flow hopes for: it meets the first goal, or else what is asked first about purchases. */
export const wantedPurchase = (flow: Flow): Purchase => wantedPurchases(flow)[0];

/** Each that is asked for, what goals hope for first; some purchase where nobody says which. */
export function wantedPurchases(flow: Flow): [Purchase, ...Purchase[]] {
  const wishes = [...flow.nodes.filter(catchesPeople), ...flow.nodes].flatMap(
    (node) => definitionFor(node.type).wishes?.(node.data) ?? [],
  );
  const leaving = flow.rules?.leave.purchased;
  const [first, ...more] = [...wishes, ...(leaving ? [leaving] : [])].map(purchaseOf);
  return [first ?? purchaseOf(undefined), ...more];
}

const purchaseOf = (wish: Wish | undefined): Purchase => ({
  name: "purchase",
  properties: { product: wish?.product || "Spring course" },
  value: wish?.atLeast ?? 4_900,
  currency: wish?.currency ?? "EUR",
});

type Wish = { product: string; atLeast: number | null; currency: string };
