import type { JourneyClock } from "./journey-clock";
import type { Path } from "./path";
import type { Instant } from "./world";

/** A member's test of a funnel as it stands. The moments of `path` are told by the test's own clock. */
export type TestRun = JourneyClock & {
  id: string;
  /** When it goes on by itself, in real time; null when nothing is waited for. */
  dueAt: Instant | null;
  /** What kept the engine from moving it; it may still be trying. Null: all is well. */
  trouble: string | null;
  path: Path;
};

/** Ends a test that a member stopped; other reasons are those of the drawing. */
export const STOPPED = "stopped by the member who tried it";
