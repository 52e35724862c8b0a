import "server-only";
import type { Instant } from "@/lib/flow/world";

/** A rush leaves its mark for at least this long after the last one who had to wait. */
const REMEMBERED_MS = 10_000;

/** How far behind a process is: how long those whom it advanced lately had waited for their turn, in milliseconds. */
export type Lag = {
  note(waitedMs: number, now: Instant): void;
  at(now: Instant): number;
  /** After an outage: who had to wait meanwhile says nothing about the pace from now on. */
  forget(now: Instant): void;
};

/** @param begun since when people could have been served: nobody waited for this process before it was there */
export function newLag(begun: Instant): Lag {
  let since = begun;
  let windowFrom = begun;
  let [present, past] = [0, 0];
  const turnTo = (now: Instant) => {
    if (now - windowFrom < REMEMBERED_MS) return;
    past = now - windowFrom < 2 * REMEMBERED_MS ? present : 0;
    present = 0;
    windowFrom = now;
  };
  return {
    note(waitedMs, now) {
      turnTo(now);
      present = Math.max(present, Math.min(waitedMs, now - since));
    },
    at(now) {
      turnTo(now);
      return Math.max(present, past);
    },
    forget(now) {
      since = now;
      windowFrom = now;
      [present, past] = [0, 0];
    },
  };
}
