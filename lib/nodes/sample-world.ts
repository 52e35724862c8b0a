import {
  type EffectState,
  type Engagement,
  type Fact,
  type History,
  type Instant,
  type Person,
  type World,
  worldAt,
} from "@/lib/flow/world";
import type { Place, Surroundings } from "./contract";

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
  visit = 2,
): Engagement => ({ id: `${kind}-${nodeId}-${at}`, kind, nodeId, visit, link, at, visibleAt: at });

/** `topics`: only these are loaded; without it, all are. */
export const aHistory = (
  known: {
    entry?: Fact;
    facts?: Fact[];
    engagements?: Engagement[];
    effects?: EffectState[];
    topics?: string[];
    zone?: string;
    person?: Partial<Person>;
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
  zone: known.zone ?? "Europe/Berlin",
  person: { tags: [], fields: {}, changedAt: 0, ...known.person },
});

/** The world of the second visit, the one after the trigger. */
export const aWorld = (history: History, now: Instant): World => worldAt(history, now, 2);

/** Where somebody stands who came at that moment, for the first time. */
export const aPlace = (arrivedAt: Instant, more: Partial<Place> = {}): Place => ({
  nodeId: "n",
  arrivedAt,
  number: 1,
  kept: null,
  marks: [],
  ...more,
});

/** A workspace in which everything is ready to send, in the spring of 2026. */
export const aWorkspace = (more: Partial<Surroundings> = {}): Surroundings => ({
  postalAddress: "1 Long Street, 1010 Vienna",
  sender: { name: "Ada", email: "ada@example.org" },
  opens: "all",
  shortWaits: false,
  timeZone: "Europe/Vienna",
  now: Date.UTC(2026, 2, 2, 9),
  funnelId: "here",
  funnels: [],
  ...more,
});
