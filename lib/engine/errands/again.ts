import "server-only";

/** How long whoever makes a call holds it: a call takes 10 seconds at most. */
export const LEASE_S = 30;

/** After each attempt that led nowhere: together about four hours. */
const AGAIN_MS = [10_000, 60_000, 300_000, 1_800_000, 3 * 3_600_000] as const;

/** How long to wait after that many attempts; null when they were enough. `afterMs`: what the other side asked for. */
export function pauseAfter(attempts: number, afterMs: number | null): number | null {
  const pause = AGAIN_MS[attempts - 1];
  return pause === undefined ? null : Math.max(pause, afterMs ?? 0);
}
