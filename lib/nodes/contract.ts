import { z } from "zod";
import type { FunnelDate } from "@/lib/flow/funnel-dates";
import type { Fact, Instant, Topic, World } from "@/lib/flow/world";
import type { JsonValue } from "@/lib/json";
import type { EmailLink } from "@/lib/mail/links";
import type { MailRules } from "@/lib/mail/mail-rules";
import type { Readdress } from "@/lib/mail/readdress";
import type { CallReach } from "./call-reach";

/** A path out of a node: `next`, `yes`, `no`… On screen: "Yes path". */
export type Exit = {
  id: string;
  label: string;
  /** In a word, where many paths stand side by side on a card. */
  short?: string;
  /** An open path that finishes the enrollment. Otherwise an open path blocks Publish. */
  mayStayOpen: boolean;
  /** Whoever leaves by it may come again to steps where they have been: only here may a drawing go round in a circle. */
  again?: true;
};

/** What a step leaves with a person for a later step, which consumes it. */
export type Mark = "skip the next email";

/** What a visit has read that has no history. Once read it holds until the visit ends. */
export type Kept = { zone: string };

/** Where and since when an enrollment is. */
export type Place = {
  nodeId: string;
  arrivedAt: Instant;
  /** How often this enrollment has been at this node, this time included. */
  number: number;
  /** What this visit has read before; null when it is asked for the first time. */
  kept: Kept | null;
  /** Marks that steps before have left, with the step and the moment. */
  marks: readonly { mark: Mark; nodeId: string; at: Instant }[];
};

/** One thing about a contact that is to be something else from now on. */
export type Change =
  | { about: "tag"; tag: string; has: boolean }
  | { about: "field"; field: string; value: JsonValue };

/** What a visit asks for: once per visit and key. Each kind has a room of its own in lib/engine/effects. */
export type Effect = { key: string } & (
  | /** A mail. Its words are the node's own settings in the published version. */ {
      kind: "message";
      /** After this it is not sent. */
      usefulUntil?: Instant;
    }
  | /** The contact becomes something else, at once: the next step sees it. */ {
      kind: "change";
      changes: readonly Change[];
    }
  | /** The contact starts another funnel, at once, under that funnel's entry rule. */ {
      kind: "enroll";
      funnelId: string;
    }
  | /** They are on that ad audience from now on, or not any more. */ {
      kind: "audience";
      audience: string;
      on: boolean;
    }
  | /** A call to the step's web address. Its result is the answer. */ { kind: "webhook" }
  | /** A word to the step's teammate. */ { kind: "notify" }
);

export type EffectKind = Effect["kind"];
export type EffectOf<K extends EffectKind> = Extract<Effect, { kind: K }>;

/** Done with the very move that asks for it. A visit leaves with it: asked again, nobody would know it was done. */
export type Immediate = EffectOf<"change" | "enroll" | "notify" | "audience">;
/** Only sent or called while whoever it is for stays at the visit that asked for it. */
export type Stays = EffectOf<"message" | "webhook">;

/** Why a visit went the way it did. Kept for ever, so it only grows: never change the meaning of a field. */
export const evidence = z.strictObject({
  v: z.literal(1),
  /**
   * `skipped`, `moved`, `removed`: by a member's hand. `past`: a moment had passed before they came. `version`: a new
   * version went live, and its plan took them away. `leave`: a rule of the funnel made them leave.
   */
  why: z.enum([
    "entered",
    "time",
    "decided",
    "patience",
    "goal",
    "settled",
    "end",
    "skipped",
    "moved",
    "removed",
    "returned",
    "past",
    "version",
    "changed",
    "leave",
    "jumped",
    "started",
  ]),
  items: z
    .array(
      z.strictObject({
        topic: z.string(),
        /** Which test of the node's rule, for example "groups.0.tests.1". */
        test: z.string().optional(),
        factId: z.string().optional(),
        value: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
        /** What stood there, of something that has no history: a tag, a field. */
        read: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
        /** Nobody may know: opens of somebody who is not to be measured. Neither the test nor its opposite is true. */
        unknown: z.literal(true).optional(),
        at: z.number().nullable(),
      }),
    )
    // A rule has up to 200 tests, and each is cited.
    .max(250),
});
export type Evidence = z.output<typeof evidence>;

/** What should happen. A visit only answers; the engine acts. */
export type Outcome =
  | {
      answer: "leave";
      by: string;
      because: Evidence;
      effects?: Exclude<Effect, Stays>[];
      marks?: Mark[];
      consumes?: Mark[];
    }
  | { answer: "wait"; until: Instant; effects?: Exclude<Effect, Immediate>[]; keep?: Kept }
  | { answer: "end"; reason: string; because: Evidence; effects?: Exclude<Effect, Stays>[] };

/** What a check may know beyond the flow itself. */
export type Surroundings = {
  postalAddress: string;
  sender: { name: string; email: string } | null;
  /** How opens are treated in this workspace. */
  opens: "off" | "consent" | "all";
  /** Who may be sent marketing email, and when; no rules without it. */
  mailRules?: MailRules;
  /** Waits and patience in seconds are allowed (tests and demonstrations). */
  shortWaits: boolean;
  /** How far web calls may go; without it to the open internet. */
  callReach?: CallReach;
  /** Addresses of the workspace's members, lower case. */
  members?: readonly string[];
  /** The workspace's zone, an IANA name: that of everybody whose own is not known. */
  timeZone: string;
  /**
   * Whoever publishes, when that is a member: whether an owner, and the emails that go out as service email already.
   * Without it, nobody needs to be asked.
   */
  publisher?: { owner: boolean; service: readonly string[] };
  /** When it is checked. */
  now: Instant;
  /** The funnel whose drawing it is; null for a drawing that belongs to none. */
  funnelId: string | null;
  /** The workspace's funnels that are not archived. */
  funnels: readonly Nearby[];
};

/** What a step can do beyond its own journey: an event of the contact, or a start of another funnel. */
export type Cause = { event: string; properties: Record<string, JsonValue> } | { funnelId: string };

/** A funnel of the workspace as others see it. Of one that is not live nothing starts and nothing comes. */
export type Nearby = {
  id: string;
  name: string;
  live: boolean;
  /** One person may enter it more than once. */
  again: boolean;
  /** The form made with it. */
  formId?: string | null;
  /**
   * The emails of its live version, with the names people know them by. `links`: the keys of their links, known only where
   * the drawing that is checked starts on one of them.
   */
  emails: readonly { id: string; name: string; links?: readonly string[] }[];
  /** Its triggers. */
  starts: readonly { id: string; type: string; data: unknown }[];
  causes: readonly Cause[];
};

/** Which trigger of which funnel is asked. `formId`: of the form made with the funnel, if there is one. */
export type Here = { funnelId: string; nodeId: string; formId: string | null };

/** Names for a card's sentence. */
export type Names = {
  node(id: string): string;
  /** The words of a link of an email, by its key; null when that email has no such link. */
  link?(email: string, key: string): string | null;
};

/** How a visit was left, as a sentence about it needs it. */
export type Departure = {
  exit: string | null;
  because: Evidence;
  /** What became of the mail that the visit asked for. */
  mail: {
    state: string;
    reason: string | null;
    /** While it is queued: it does not leave before this instant, and `reason` says why. */
    notBefore?: Instant | null;
  } | null;
};

/** What a sentence about the past may know beside the step's own settings: what its evidence cites. */
export type Telling = {
  names: Names;
  fact(id: string): Pick<Fact, "name" | "at" | "value" | "currency" | "properties"> | undefined;
  engagement(id: string):
    | {
        kind: "opened" | "clicked";
        /** The words that were clicked. */
        label: string | null;
        /** How long after the mail was sent, in milliseconds. */
        afterMs: number | null;
      }
    | undefined;
};

/** What a sentence about a wait may know. */
export type Ahead = {
  names: Names;
  /** When the wait ends by itself, as people say it: "tomorrow 09:00". */
  until: string;
  mail: Departure["mail"];
  /** Until when the mail is held, as people say it; null when nothing holds it. */
  heldUntil: string | null;
  /** What follows on a path: "“Email 2”", or "the end of the funnel". */
  follows(exit: string): string;
  /** Whether the date of the funnel with that name is a deadline of their own, which never moves. */
  isTheirs(date: string): boolean;
};

/** What a check of one node may know of the rest of the flow. */
export type Neighbours = {
  node(id: string): { id: string; type: string; data: unknown } | undefined;
  name(id: string): string;
  /** Whether a walk can pass `a` before it comes to `b`. */
  comesBefore(a: string, b: string): boolean;
  /** Whether a line leads from `a` straight to `b`. */
  leadsTo(a: string, b: string): boolean;
  /** Keys of the links of an email. */
  links?(id: string): readonly string[];
  /** The funnel's dates. */
  dates?: readonly FunnelDate[];
  /** Names of the events that start this funnel. */
  startedBy?: readonly string[];
};

/** An email of another funnel, and a link of it (its key), on which a trigger starts; null: any. `said`: as it was named. */
export type Listening = {
  funnelId: string;
  nodeId: string;
  link: string | null;
  said: { email: string; link: string };
};

export type NodeIssue = { level: "blocks" | "warns"; message: string };

/** Colours and palette groups. */
export type NodeGroup = "start" | "message" | "time" | "logic" | "people" | "outcome";

/**
 * One node type, as data and pure functions. `forms.ts` and the canvas read it, the engine runs it,
 * the simulator and the property tests run the same.
 */
export interface NodeDefinition<Type extends string = string, Settings = never> {
  type: Type;
  /** As the palette says it: "Wait". */
  label: string;
  /** One line for the palette. */
  hint: string;
  /** Name of a lucide icon. */
  icon: string;
  group: NodeGroup;
  /** False: it only stands beside the funnel. No line leads to it, nobody comes to it, nothing counts it. */
  runs?: false;
  settings: z.ZodType<Settings>;
  /** Settings of a node that was just put on the canvas. */
  initial(): Settings;
  exits(settings: Settings): readonly Exit[];
  /** The one plain sentence on the card. */
  summary(settings: Settings, names: Names): string;
  issues?(settings: Settings, surroundings: Surroundings, neighbours: Neighbours, self: string): NodeIssue[];
  /** Ids of the other nodes the settings point at. */
  references?(settings: Settings): string[];
  /**
   * The same settings with references followed through `map`; a missing id means the node is gone. `link` gives what
   * became of a link of an email; null: any link.
   */
  remap?(
    settings: Settings,
    map: (id: string) => string | undefined,
    link?: (email: string, key: string) => string | null,
  ): Settings;
  /**
   * Of each setting, whether it goes along when the funnel is shared with strangers. What names people, opens doors or
   * only means something here stays.
   */
  goesAlong: { readonly [Name in keyof Settings]-?: boolean };
  /**
   * Where only a part of a setting goes along: the same settings without the rest. `shown`: whether an address, or this part of
   * one, is to be read in the funnel's own emails.
   */
  partly?(settings: Settings, shown: (address: string) => boolean): Settings;
  /** The same settings with every web address in them passed through `to`. */
  readdress?(settings: Settings, to: Readdress): Settings;
  /** Links of its mail that conditions can ask about. */
  links?(settings: Settings): readonly EmailLink[];
  /** The same settings with every length of time at least `shortestMs`; "at once" stays at once. For tests at speed. */
  lasting?(settings: Settings, shortestMs: number): Settings;
  /**
   * What it is to somebody who gets no marketing mail. `withheld`: its mail does not reach them. `way`: it only leads on, or
   * ends. Without it, something comes of it.
   */
  unsubscribed?(settings: Settings): "withheld" | "way" | "something";
  /** What it hopes people buy, or asks about it: a pretended purchase meets the first of a funnel. Goals come first. */
  wishes?(settings: Settings): readonly { product: string; atLeast: number | null; currency: string }[];
  /**
   * Other events that would make a difference here, with what they must say: for pretended ones. Goals come first. `about`:
   * what is meant, where its properties name it by an id.
   */
  hopes?(settings: Settings): readonly (Pick<Fact, "name" | "properties"> & { about?: string })[];
  reads(settings: Settings): Topic[];
  /** Where people enter once per key, it sees nothing of what has happened since then about another key (another cart). */
  ownKeyOnly?: true;
  visit(settings: Settings, at: Place, world: World): Outcome;
  /** How long somebody stays here at least before they leave by that path, in milliseconds. Without it: no time at all. */
  dwells?(settings: Settings, exit: string): number;
  /** What it can do beyond the journey: by this, funnels start each other. */
  causes?(settings: Settings): readonly Cause[];
  /** What happened at a visit that was left by a path or ended here, in one sentence. */
  tells(settings: Settings, left: Departure, telling: Telling): string;
  /** What somebody who stands here waits for, in one or two sentences. Types at which nobody waits have none. */
  awaits?(settings: Settings, ahead: Ahead): string;
  /** Triggers: whether this fact starts an enrollment. */
  enters?(settings: Settings, fact: Fact, here: Here): boolean;
  /** Triggers: the name of the event that can start an enrollment. */
  startsOn?(settings: Settings): string;
  /** Triggers: an event that starts it, as far as the settings say, for tests and previews. */
  sampleStart?(settings: Settings, here: Here): Pick<Fact, "name" | "value" | "currency" | "properties">;
  /** Triggers: the one email of another funnel whose readers enter. */
  listensTo?(settings: Settings): Listening | null;
  /** Triggers: whether it comes round again by itself. */
  repeats?(settings: Settings): boolean;
  /** Triggers: two that answer the same start on the very same; null: never the same as another. */
  startsLike?(settings: Settings): string | null;
  /** Goals: whom it takes to itself: everybody, those from whose step its lines lead here, or nobody. */
  catches?(settings: Settings): "anywhere" | "above" | "nobody";
  /** Goals: the earliest visible fact that meets this goal. */
  meets?(
    settings: Settings,
    world: World,
  ): { fact: Fact; value: number | null; currency: string | null } | null;
}

/** Most a length of time may be: one year. */
export const LONGEST_WAIT_MS = 365 * 24 * 3_600_000;

/** A visit never waits longer than this: a year, and the days until the calendar allows it. */
export const LONGEST_STAY_MS = LONGEST_WAIT_MS + 9 * 24 * 3_600_000;

/** A length of time that lasts at least `shortestMs`; none at all stays none. */
export const noShorter = (ms: number, shortestMs: number): number =>
  ms === 0 ? 0 : Math.min(LONGEST_WAIT_MS, Math.max(ms, shortestMs));

/** A length of time in milliseconds: whole, from a second to a year. */
export const duration = z.int().min(1_000).max(LONGEST_WAIT_MS);

/** Shortest wait outside tests and demonstrations. */
export const SHORTEST_WAIT_MS = 60_000;
