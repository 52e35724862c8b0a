import type { Evidence } from "@/lib/nodes/contract";
import { definitionFor } from "@/lib/nodes/definitions";
import { fitsAll } from "@/lib/rules/property-filter";
import { purchaseMatches, sayPurchase } from "@/lib/rules/purchase";
import { isOfThisEntry } from "./entry";
import type { Flow } from "./flow";
import { catchesPeople, graphOf, reachableFrom } from "./graph";
import type { Fact, Topic, World } from "./world";

/** Events of the product itself: what became of an address, and of a consent. */
export const BOUNCED = "email.bounced";
export const COMPLAINED = "email.complained";
export const UNSUBSCRIBED = "email.unsubscribed";
/** Only of somebody who had unsubscribed. */
export const RESUBSCRIBED = "email.resubscribed";

const PURCHASE = "purchase";

/** Why somebody leaves, after "Left the funnel:", and by what. */
export type Leave = { reason: string; because: Evidence };

type Standing = { nodeId: string; reached: readonly string[] };

/** What is always listened to, since it may make anybody leave. */
export function leaveTopics({ rules }: Flow): Topic[] {
  const names = new Set([BOUNCED, COMPLAINED, UNSUBSCRIBED, RESUBSCRIBED]);
  if (rules?.leave.purchased) names.add(PURCHASE);
  for (const { event } of rules?.leave.events ?? []) if (event !== "") names.add(event);
  return [...names].map((name) => ({ topic: "event", name }));
}

/** The first of the rules that makes somebody leave who stands here, as of this world; null when none does. */
export function whatLeaves(flow: Flow, standing: Standing, world: World): Leave | null {
  const leave = flow.rules?.leave;
  const [bounced] = world.facts(BOUNCED);
  if (bounced) return leaving("their address bounced", bounced);
  const [complained] = world.facts(COMPLAINED);
  if (complained) return leaving("they reported your mail as spam", complained);
  const counts = (name: string) =>
    world.facts(name).filter((fact) => isOfThisEntry(flow.entry, world.entry, fact));
  if (leave?.purchased) {
    const filter = leave.purchased;
    const bought = counts(PURCHASE).find((fact) => purchaseMatches(filter, fact));
    if (bought) return leaving(`they bought ${sayPurchase(filter, "something")}`, bought);
  }
  for (const { event, where } of leave?.events ?? []) {
    const found = event === "" ? undefined : counts(event).find((fact) => fitsAll(where, fact.properties));
    if (found) return leaving(`“${event}” happened`, found);
  }
  const unsubscribed = lastWord(world);
  return unsubscribed && onlyMarketingAhead(flow, standing)
    ? leaving("they unsubscribed, and only marketing email was left", unsubscribed)
    : null;
}

const leaving = (reason: string, { id, name, value, at }: Fact): Leave => ({
  reason,
  because: { v: 1, why: "leave", items: [{ topic: `event:${name}`, factId: id, value, at }] },
});

/** Their unsubscribing, if they have not subscribed again since. */
function lastWord(world: World): Fact | null {
  const taken = world.facts(UNSUBSCRIBED).at(-1);
  const given = world.facts(RESUBSCRIBED).at(-1);
  return taken && (given?.visibleAt ?? 0) < taken.visibleAt ? taken : null;
}

/**
 * Whether marketing mail is all that this funnel still has for somebody who stands here: every goal is reached, and of the
 * steps that can be come to along the lines some send such mail, and none does anything else. Where nothing would be
 * withheld, they walk on to the end.
 */
export function onlyMarketingAhead(flow: Flow, { nodeId, reached }: Standing): boolean {
  if (flow.nodes.some((node) => catchesPeople(node) && !reached.includes(node.id))) return false;
  let withheld = false;
  for (const id of reachableFrom(flow, [nodeId])) {
    const node = graphOf(flow).node(id);
    if (!node) continue;
    const to = definitionFor(node.type).unsubscribed?.(node.data) ?? "something";
    if (to === "something") return false;
    withheld ||= to === "withheld";
  }
  return withheld;
}
