import type { Flow } from "@/lib/flow/flow";
import { graphOf } from "@/lib/flow/graph";

/** One person's way, drawn onto the canvas while a test or a simulation is open. */
export type Trail = {
  /** The step where they are; null when they have left. */
  here: string | null;
  /** What the card there says: "You are here". */
  label: string;
  /** Lines they went along. */
  lines: ReadonlySet<string>;
  /** Where they came and as which stop of their way, if it is known to its end: all else steps back. */
  stops: ReadonlyMap<string, number> | null;
};

/** The lines of a drawing that somebody went along who left these steps by these paths. */
export function linesOf(
  flow: Flow,
  visits: Iterable<{ nodeId: string; exit: string | null }>,
): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const { nodeId, exit } of visits) {
    const line = exit === null ? undefined : graphOf(flow).line(nodeId, exit);
    if (line) lines.add(line.id);
  }
  return lines;
}

/** Steps in the order in which somebody first came to them: 1, 2, 3… */
export function stopsOf(visits: Iterable<{ nodeId: string }>): ReadonlyMap<string, number> {
  const stops = new Map<string, number>();
  for (const { nodeId } of visits) if (!stops.has(nodeId)) stops.set(nodeId, stops.size + 1);
  return stops;
}
