import type { Flow } from "./flow";
import { OTHER_WAYS } from "./people";

/** What happened at one step, in distinct people. */
export type NodeResults = {
  entered: number;
  /** There now. */
  here: number;
  /** Left, by path; beside the paths "pulled" (a goal caught them), "moved", "removed" (by a member), "left" (by a rule) and "ended". */
  left: Record<string, number>;
  /** Of those who entered, how many have reached a goal, then or later. */
  converted: number;
  /** Minor units by currency. */
  revenue: Record<string, number>;
  sent: number;
  opened: number;
  clicked: number;
};

export type ResultsByNode = Readonly<Record<string, NodeResults>>;

/** A funnel as a whole, over all its versions: distinct trips, minor units by currency. */
export type FunnelTotals = {
  entered: number;
  here: number;
  converted: number;
  revenue: Record<string, number>;
};

const NOT_PATHS: ReadonlySet<string> = new Set(OTHER_WAYS);

/** How many left by a path of their own. */
export const wentOn = (results: NodeResults): number =>
  Object.entries(results.left).reduce((sum, [exit, n]) => (NOT_PATHS.has(exit) ? sum : sum + n), 0);

/** How many a goal caught here: they went to it without walking on. */
export const caught = (results: NodeResults): number => results.left.pulled ?? 0;

/** How many ended here. */
export const ended = (results: NodeResults): number => results.left.ended ?? 0;

/** How many a rule of the funnel made leave from here. */
export const leftEarly = (results: NodeResults): number => results.left.left ?? 0;

/** The share of those who went on that took this path, 0 to 1; null while nobody has. Whom a goal caught is in no share. */
export function shareOf(results: NodeResults | undefined, exit: string): number | null {
  if (!results) return null;
  const all = wentOn(results);
  return all === 0 ? null : (results.left[exit] ?? 0) / all;
}

/** Of those who got here, the share that reached the goal; null while nobody got here. */
export const conversionOf = (results: Pick<NodeResults, "entered" | "converted">): number | null =>
  results.entered === 0 ? null : Math.min(1, results.converted / results.entered);

/**
 * The likely range of a share (Wilson's interval at 95 %): https://www.itl.nist.gov/div898/handbook/prc/section2/prc241.htm.
 * It stays within 0 and 1 and is honest with few people.
 */
export function likelyRange(hits: number, of: number): { from: number; to: number } | null {
  if (of <= 0) return null;
  const z = 1.96;
  const p = Math.min(1, hits / of);
  const middle = p + (z * z) / (2 * of);
  const spread = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  const whole = 1 + (z * z) / of;
  return { from: Math.max(0, (middle - spread) / whole), to: Math.min(1, (middle + spread) / whole) };
}

/**
 * Whether a share may be shown without "early": its likely range is narrower than 20 points, and for a rare thing
 * narrower still, so that 1 of 40 is not called 3 %.
 */
export function isSteady(hits: number, of: number): boolean {
  const range = likelyRange(hits, of);
  if (!range) return false;
  const width = range.to - range.from;
  const rarer = Math.min(hits / of, 1 - hits / of);
  return width < 0.2 && width <= Math.max(0.02, 2 * rarer);
}

/**
 * People who are now at steps that this drawing does not have: they entered an earlier version. Steps where nobody
 * is any more are not worth a word.
 */
export function elsewhere(flow: Flow, nodes: ResultsByNode): { people: number; steps: number } {
  const drawn = new Set(flow.nodes.map((node) => node.id));
  const counts = Object.entries(nodes).flatMap(([id, { here }]) =>
    drawn.has(id) || here === 0 ? [] : [here],
  );
  return { people: counts.reduce((sum, here) => sum + here, 0), steps: counts.length };
}
