import type { Evidence } from "@/lib/nodes/contract";
import type { Doing } from "./agenda";
import type { Engagement, Fact, Instant } from "./world";

/** One stay at one step; `leftAt` is null where they still are. */
export type SimulatedVisit = {
  visit: number;
  nodeId: string;
  at: Instant;
  leftAt: Instant | null;
  /** The path; null when they were pulled away, ended here, left by a rule, or are still here. */
  exit: string | null;
  by: "walked" | "pulled" | "ended" | "left" | null;
  because: Evidence | null;
};

export type SimulatedMail = {
  nodeId: string;
  visit: number;
  /** When it came, or would have. */
  at: Instant;
  /** `cancelled`: they had moved on while rules held it. */
  state: "sent" | "dropped" | "cancelled";
  /** Why it was not sent. */
  reason: string | null;
  /** Since when the workspace's rules had held it, and by which; null when they did not. */
  held: { since: Instant; because: string } | null;
  /** As this person reads it. */
  subject: string;
};

/** Something they did themselves, with the mail of `nodeId` where it was about one. */
export type SimulatedDeed = { at: Instant; does: Doing<unknown>["does"]; nodeId: string | null };

/** What became of one persona in a drawing. */
export type Simulated = {
  visits: SimulatedVisit[];
  mails: SimulatedMail[];
  deeds: SimulatedDeed[];
  /** What happened of themselves, and what they did with mail, as the evidence of visits names it. */
  facts: Fact[];
  engagements: Engagement[];
  /** Goals they met; `value` in minor units of `currency`. */
  conversions: { nodeId: string; at: Instant; value: number | null; currency: string | null }[];
  end:
    | { why: "ended"; at: Instant; reason: string }
    /** They never came in; the sentence says what is missing. */
    | { why: "not entered"; because: string }
    /** Still on their way when it was stopped: after too long, or after too many moves. */
    | { why: "too long" | "too many moves"; at: Instant };
};
