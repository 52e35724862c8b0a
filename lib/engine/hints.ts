import "server-only";
import type { Instant } from "@/lib/flow/world";

/** What the engine tells the durable clock. Each is only a hint: Postgres holds the truth. */
export type Hint =
  | { name: "enrollment/started"; data: { workspaceId: string; enrollmentId: string; generation: number } }
  | { name: "enrollment/woken"; data: { enrollmentId: string; turn: string } }
  | { name: "mail/queued"; data: { accountId: string } }
  | { name: "version/moving"; data: { workspaceId: string; versionId: string } }
  | { name: "people/enrolling"; data: { workspaceId: string; id: string } }
  | { name: "errand/waits"; data: Record<string, never> };

export type Woken = Extract<Hint, { name: "enrollment/woken" }>;

/** The name under which a run waits for the next wake-up of an enrollment. */
export const turnOf = (enrollmentId: string, turn: number): string => `${enrollmentId}:${turn}`;

export const started = (row: { workspaceId: string; id: string; generation: number }): Hint => ({
  name: "enrollment/started",
  data: { workspaceId: row.workspaceId, enrollmentId: row.id, generation: row.generation },
});

export const woken = (row: { id: string; turn: number }): Woken => ({
  name: "enrollment/woken",
  data: { enrollmentId: row.id, turn: turnOf(row.id, row.turn) },
});

export const queued = (accountId: string): Hint => ({ name: "mail/queued", data: { accountId } });

/** Somebody asked for something to be done outside. */
export const errandsWait: Hint = { name: "errand/waits", data: {} };

export const moving = ({ workspaceId, versionId }: { workspaceId: string; versionId: string }): Hint => ({
  name: "version/moving",
  data: { workspaceId, versionId },
});

export const enrollingPeople = ({ workspaceId, id }: { workspaceId: string; id: string }): Hint => ({
  name: "people/enrolling",
  data: { workspaceId, id },
});

/** A due time that will come about by itself is kept within what every durable engine can sleep. */
export const LONGEST_SLEEP_MS = 6 * 86_400_000;

export const sleepFor = (until: Instant | null, now: Instant): number =>
  Math.min(LONGEST_SLEEP_MS, Math.max(1_000, (until ?? now + LONGEST_SLEEP_MS) - now));
