import type { Departure, Evidence } from "@/lib/nodes/contract";
import type { Refusal } from "./entry";
import type { Flow } from "./flow";
import type { Fact, Instant } from "./world";

/** What became of one email, for whoever looks at a person's path. `state` as the outbox says it. */
export type PathMail = NonNullable<Departure["mail"]> & {
  id: string;
  visit: number;
  nodeId: string;
  subject: string | null;
  /** When it should ideally leave. */
  dueAt: Instant;
  settledAt: Instant | null;
};

/** Why a funnel that a step would have started was not. Kept for ever, so it only grows. */
export type NotStarted = Refusal | { why: "unpublished" };

export type PathVisit = {
  /** 1, 2, 3… within the path. */
  visit: number;
  nodeId: string;
  enteredAt: Instant;
  leftAt: Instant | null;
  exit: string | null;
  /**
   * `walked` by a path, `pulled` by a goal, `moved` or `removed` by a member, `ended` here, `left` by a rule of the funnel;
   * null while they are there.
   */
  by: "walked" | "pulled" | "moved" | "removed" | "ended" | "left" | null;
  because: Evidence | null;
};

/** An open or a click of an email of this path. */
export type PathEngagement = {
  id: string;
  messageId: string;
  nodeId: string;
  kind: "opened" | "clicked";
  link: string | null;
  at: Instant;
};

/** What a member did to this person, by hand or by publishing a version. */
export type PathAct = {
  at: Instant;
  kind: "started" | "skipped" | "moved" | "removed" | "retried" | "returned" | "versioned" | "restarted";
  /** The member's name; null when they are gone. */
  by: string | null;
  /** The visit at which the person was; of `returned`, the one that it began. */
  visit: number;
  /** Where they were moved to. */
  to: string | null;
  /** Of `versioned`: the number of the version that took them along. */
  version?: number | null;
};

/** Where a person stands in a funnel, and everything that decides what happens to them next. */
export type Standing = {
  flow: Flow;
  /** Of the funnel: nobody moves while it is paused. */
  paused: boolean;
  /** All sending of the workspace is held. */
  sendingHeld?: boolean;
  status: "active" | "ended";
  nodeId: string;
  arrivedAt: Instant;
  /** When the present wait ends by itself. */
  until: Instant | null;
  /** The engine could not move them, five times in a row; null when it can. */
  stuck: string | null;
  /** The mail of the present visit, if it asked for one. */
  mail: Departure["mail"];
  end: { at: Instant; reason: string } | null;
};

/** One person's whole way through one funnel, step by step, as it is known now. */
export type Path = Standing & {
  enteredAt: Instant;
  /** The event that started it; null when it was deleted. */
  entry: Fact | null;
  /** In order. */
  visits: readonly PathVisit[];
  mails: readonly PathMail[];
  engagements: readonly PathEngagement[];
  /** Events that the evidence cites. */
  facts: readonly Fact[];
  conversions: readonly { nodeId: string; value: number | null; currency: string | null; at: Instant }[];
  acts: readonly PathAct[];
  /** Funnels that steps would have started and did not. `funnel`: its name; null when it is gone. */
  notStarted?: readonly { visit: number; at: Instant; funnel: string | null; because: NotStarted }[];
  /** What they walked by before `flow`, earliest first: each up to and with that visit. */
  earlier?: readonly { until: number; flow: Flow }[];
};

/** The path as it is told about one visit: by the drawing that was theirs when it was left. */
export function asOf<T extends Pick<Path, "flow" | "earlier">>(path: T, visit: number): T {
  const before = path.earlier?.find(({ until }) => visit <= until);
  return before ? { ...path, flow: before.flow } : path;
}
