import {
  type EffectState,
  type Engagement,
  type Fact,
  type History,
  type Instant,
  type World,
  worldAt,
} from "@/lib/flow/world";

// Small histories for tests. Instants are counted from the entry, at 0.

/** Holds every topic, so that tests need not list what they read. */
const everything: ReadonlySet<string> = new (class extends Set<string> {
  override has(): boolean {
    return true;
  }
})();

export const aFact = (name: string, at: Instant, more: Partial<Fact> = {}): Fact => ({
  id: `${name}-${at}`,
  name,
  at,
  visibleAt: at,
  value: null,
  currency: null,
  properties: {},
  ...more,
});

export const anOpening = (
  nodeId: string,
  at: Instant,
  kind: Engagement["kind"] = "opened",
  link: string | null = null,
): Engagement => ({ id: `${kind}-${nodeId}-${at}`, kind, nodeId, link, at, visibleAt: at });

/** `topics`: only these are loaded; without it, all are. */
export const aHistory = (
  known: {
    entry?: Fact;
    facts?: Fact[];
    engagements?: Engagement[];
    effects?: EffectState[];
    topics?: string[];
  } = {},
): History => ({
  enrollmentId: "enrollment",
  contactId: "contact",
  funnelId: "funnel",
  enteredAt: 0,
  entry: known.entry ?? aFact("form.submitted", 0),
  topics: known.topics ? new Set(known.topics) : everything,
  facts: known.facts ?? [],
  engagements: known.engagements ?? [],
  effects: known.effects ?? [],
});

/** The world of the second visit, the one after the trigger. */
export const aWorld = (history: History, now: Instant): World => worldAt(history, now, 2);
