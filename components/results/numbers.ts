import type { FunnelTotals, NodeResults } from "@/lib/flow/results";
import type { BacklogChoice } from "@/lib/mail/backlog";

/** What the page asks for every two seconds. */
export type Numbers = {
  totals: FunnelTotals;
  nodes: Record<string, NodeResults>;
  /** Mail that waits for a decision, longest overdue first. */
  held: { id: string; nodeId: string; to: string; dueAt: number; reason: string }[];
  /** People whom the engine could not move, and what went wrong last; null when there are none. */
  stuck: { people: number; because: string } | null;
  /** Why no mail leaves at the moment, and until when (ms since the epoch); null while one call finds out. */
  holding: { until: number | null; because: string } | null;
  /** People who are being taken along to a version that went live; null when nobody is. */
  moving: MovingPeople | null;
  /** What is left of the backlog since the funnel was resumed; null when nothing is. */
  catchingUp: { left: number; total: number; choice: BacklogChoice } | null;
  /** Emails that the workspace's rules hold until later. */
  byRules: number;
  /** Runs that let many people enter, under way. */
  entering: EnteringPeople[];
};

/** People who are let in because they match already, or because a schedule calls them. */
export type EnteringPeople = {
  id: string;
  /** The name of the trigger. */
  trigger: string;
  total: number;
  entered: number;
  refused: number;
};

/** How far the people of a funnel have been taken along: of those who were in it, to which version. */
export type MovingPeople = {
  number: number;
  people: number;
  moved: number;
  stayed: number;
  left: number;
  takenIn: number;
  failed: number;
};

/** Thrown when the numbers could not be had; `status` is 0 when nobody answered. */
export class NumbersMissing extends Error {
  constructor(readonly status: number) {
    super(`The numbers could not be loaded (${status}).`);
  }
}

export async function loadNumbers(funnelId: string, signal: AbortSignal): Promise<Numbers> {
  const response = await fetch(`/funnels/${funnelId}/results/numbers`, { signal }).catch(() => null);
  if (!response?.ok) throw new NumbersMissing(response?.status ?? 0);
  return response.json() as Promise<Numbers>;
}
