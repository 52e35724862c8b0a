import type { JsonValue } from "@/lib/json";
import type { GivenDate } from "@/lib/time/given-date";
import { answersOf } from "./answers";
import { type Deadlines, NO_DEADLINES } from "./deadlines";
import { dateNamed, type FunnelDate, givenBy } from "./funnel-dates";

/** Milliseconds since the epoch, UTC, whole. */
export type Instant = number;

/** An event of one contact. `at` is when it happened, `visibleAt` when the engine learned of it (unique per contact). */
export type Fact = {
  id: string;
  name: string;
  at: Instant;
  visibleAt: Instant;
  /** Minor units of `currency`, for example cents. */
  value: number | null;
  currency: string | null;
  properties: Record<string, JsonValue>;
};

/** An open or click of the email that `nodeId` sent in this enrollment. `link` names the link within that email. */
export type Engagement = {
  id: string;
  kind: "opened" | "clicked";
  nodeId: string;
  /** The visit that sent it. */
  visit: number;
  link: string | null;
  at: Instant;
  visibleAt: Instant;
};

export type Settled = "sent" | "dropped" | "failed" | "unknown";

/** What became of an effect: pending until `settledAt`. */
export type EffectState = {
  visit: number;
  /** The step of that visit. */
  nodeId: string;
  key: string;
  settled: Settled | null;
  settledAt: Instant | null;
  reason: string | null;
  /** What came back, where anything does. */
  value?: JsonValue;
};

/** What a node may read. The engine loads exactly these, wakes on exactly these, and "Why?" cites them. */
export type Topic =
  | { topic: "event"; name: string }
  /** Events of that name from before they entered. They are over: nobody waits for one. */
  | { topic: "past"; name: string }
  | { topic: "engagement"; nodeId: string }
  /** The contact's time zone. It has no history: what a visit has read of it is kept (`Outcome.keep`). */
  | { topic: "zone" }
  /** The paths by which chance sent this contact on their first trip through the steps of this funnel. */
  | { topic: "assignment" }
  /** Whether their opens may be measured. It has no history either: read when it is decided. */
  | { topic: "measured" }
  /** Whether the contact has that tag, what they have in that field. Neither has a history: read when it is decided. */
  | { topic: "tag"; tag: string }
  | { topic: "field"; field: string };

export function topicKey(topic: Topic): string {
  switch (topic.topic) {
    case "event":
      return `event:${topic.name}`;
    case "past":
      return `past:${topic.name}`;
    case "engagement":
      return `engagement:${topic.nodeId}`;
    case "zone":
      return "zone";
    case "measured":
      return "measured";
    case "assignment":
      return "assignment";
    case "tag":
      return `tag:${topic.tag}`;
    case "field":
      return `field:${topic.field}`;
  }
}

/** What a contact is at the moment. It has no history. */
export type Person = {
  tags: readonly string[];
  fields: Readonly<Record<string, JsonValue>>;
  /** False: nobody may know whether they opened a mail. Without it, one may. */
  measured?: boolean;
  /** When tags or fields last changed: an instant at which whoever reads them is asked again. 0: never. */
  changedAt: Instant;
};

/** Whoever is asked nothing about themselves. */
export const NOBODY: Person = { tags: [], fields: {}, changedAt: 0 };

/** Everything loaded about one enrollment. The world at any instant is cut from it. */
export type History = {
  enrollmentId: string;
  contactId: string;
  funnelId: string;
  enteredAt: Instant;
  /** The event that started the enrollment. It never meets a goal or a condition. */
  entry: Fact;
  /** Keys of the topics that are loaded. */
  topics: ReadonlySet<string>;
  facts: readonly Fact[];
  engagements: readonly Engagement[];
  effects: readonly EffectState[];
  /** Their zone now, or the workspace's where it is not known. An IANA name. */
  zone: string;
  person: Person;
  /** By step: the path that they left it by when they first did, in this funnel. */
  assigned?: Readonly<Record<string, string>>;
  /** When their deadlines are, by their own clock; without it, they have none. */
  deadlines?: Deadlines;
};

/** What one visit may ask, as of one instant. Asking for a topic that is not loaded throws `Lacking`. */
export interface World {
  readonly now: Instant;
  readonly contactId: string;
  readonly funnelId: string;
  readonly enteredAt: Instant;
  readonly entry: Fact;
  /** Their time zone as it is known now, or the workspace's: an IANA name. */
  zone(): string;
  /** The path by which they first left that step, on any trip through this funnel; null when they never did. */
  assigned(nodeId: string): string | null;
  /** Whether their opens may be measured now. */
  measured(): boolean;
  /** Whether they have that tag now. */
  tagged(tag: string): boolean;
  /** What stands in that field now; null when nothing does. */
  field(name: string): JsonValue;
  /** What the Webhook steps on their way were answered: of the same name, the last. */
  answers(): Record<string, JsonValue>;
  /** A date of the funnel by its name, of a deadline theirs; null when there is none of that name. */
  date(name: string): GivenDate | null;
  /** Facts of that name that happened since entry, the entry event aside, in the order they became visible. */
  facts(name: string): readonly Fact[];
  /** Facts of that name, whenever they happened, the entry event aside, in the order they became visible. */
  everFacts(name: string): readonly Fact[];
  /** By which visit and when the email at `nodeId` was sent to them in this funnel, or may have been, first to last. */
  sendings(nodeId: string): readonly { visit: number; at: Instant }[];
  /** The fact that met that goal first; null while it is not met. */
  goalMet(nodeId: string): Fact | null;
  /** Opens and clicks of the email at `nodeId`, in the order they became visible. */
  engagements(nodeId: string): readonly Engagement[];
  /** The state of an effect this visit asked for, or null when it never did. `value`: what came back, if anything does. */
  effect(
    key: string,
  ): { settled: Settled | null; reason: string | null; at: Instant | null; value: JsonValue } | null;
}

/** Thrown by a world that lacks a topic; `step` turns it into `needs`. */
export class Lacking extends Error {
  constructor(readonly topics: readonly [Topic, ...Topic[]]) {
    super(`The world lacks ${topics.map(topicKey).join(", ")}.`);
  }
}

/**
 * The world of one visit as of `now`: nothing that became visible later exists in it. `dates` are those of the drawing,
 * `meets` gives the fact by which one of its goals is met in a world.
 */
export function worldAt(
  history: History,
  now: Instant,
  visit: number,
  dates: readonly FunnelDate[] = [],
  meets: (goal: string, world: World) => Fact | null = () => null,
): World {
  const known = (topic: Topic) => {
    if (!history.topics.has(topicKey(topic))) throw new Lacking([topic]);
  };
  const named = (name: string) =>
    history.facts
      .filter((fact) => fact.name === name && fact.visibleAt <= now && fact.id !== history.entry.id)
      .sort((a, b) => a.visibleAt - b.visibleAt);
  const world: World = {
    now,
    contactId: history.contactId,
    funnelId: history.funnelId,
    enteredAt: history.enteredAt,
    entry: history.entry,
    date(name) {
      const date = dateNamed(dates, name);
      return date ? givenBy(date, history.deadlines ?? NO_DEADLINES) : null;
    },
    answers: () => answersOf(history.effects, now),
    zone() {
      known({ topic: "zone" });
      return history.zone;
    },
    assigned(nodeId) {
      known({ topic: "assignment" });
      const { assigned = {} } = history;
      return Object.hasOwn(assigned, nodeId) ? (assigned[nodeId] ?? null) : null;
    },
    measured() {
      known({ topic: "measured" });
      return history.person.measured ?? true;
    },
    tagged(tag) {
      known({ topic: "tag", tag });
      return history.person.tags.includes(tag);
    },
    field(name) {
      known({ topic: "field", field: name });
      // What every object has of that name ("constructor") is nobody's field.
      return Object.hasOwn(history.person.fields, name) ? (history.person.fields[name] ?? null) : null;
    },
    facts(name) {
      known({ topic: "event", name });
      return named(name).filter((fact) => fact.at >= history.enteredAt);
    },
    everFacts(name) {
      known({ topic: "event", name });
      known({ topic: "past", name });
      return named(name);
    },
    sendings: (nodeId) =>
      history.effects
        .flatMap(({ visit: by, nodeId: of, settled, settledAt: at }) =>
          of === nodeId && (settled === "sent" || settled === "unknown") && at !== null && at <= now
            ? [{ visit: by, at }]
            : [],
        )
        .sort((a, b) => a.at - b.at),
    goalMet: (nodeId) => meets(nodeId, world),
    engagements(nodeId) {
      known({ topic: "engagement", nodeId });
      return history.engagements
        .filter((engagement) => engagement.nodeId === nodeId && engagement.visibleAt <= now)
        .sort((a, b) => a.visibleAt - b.visibleAt);
    },
    effect(key) {
      const effect = history.effects.find((one) => one.visit === visit && one.key === key);
      if (!effect) return null;
      const settled = effect.settledAt !== null && effect.settledAt <= now;
      return settled
        ? {
            settled: effect.settled,
            reason: effect.reason,
            at: effect.settledAt,
            value: effect.value ?? null,
          }
        : { settled: null, reason: null, at: null, value: null };
    },
  };
  return world;
}
