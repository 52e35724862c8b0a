import { definitionFor } from "@/lib/nodes/definitions";
import { sameSettings } from "./diff";
import type { Flow, FlowNode } from "./flow";
import { nodeOf } from "./graph";
import { namesOf } from "./names";
import type { Ending } from "./take-in";

/** People at one step of one version. */
export type Waiting = {
  versionId: string;
  versionNumber: number;
  /** The step as their version has it, and what it is called there. Null: a row edited by hand. */
  node: FlowNode | null;
  nodeId: string;
  name: string;
  people: number;
};

/** Who is in a funnel, and how many went through to the end by which path. */
export type InFlight = { waiting: Waiting[]; finished: (Ending & { people: number })[] };

/** A step at which people are, and which a new version would change under them. */
export type Affected = {
  nodeId: string;
  name: string;
  people: number;
  /** `gone`: the new version does not have it, or it is of another kind there. */
  is: "changed" | "gone";
  /** The sentence on its card, before and after; null when it is gone. */
  was: string;
  becomes: string | null;
  /** It takes time, so it can begin anew. */
  lasts: boolean;
  /** The versions they are on, lowest first. */
  versions: number[];
};

/** What a new version means for those who are in the funnel: how many simply move along, and whom it concerns. */
export function affectedBy(after: Flow, waiting: readonly Waiting[]): { people: number; steps: Affected[] } {
  const steps = new Map<string, Affected>();
  let people = 0;
  for (const { nodeId, node, name, people: here, versionNumber } of waiting) {
    people += here;
    const next = nodeOf(after, nodeId);
    const gone = node === null || next?.type !== node.type;
    if (!gone && next && sameSettings(node, next)) continue;
    const known = steps.get(nodeId);
    if (known) {
      known.people += here;
      if (gone) Object.assign(known, { is: "gone", becomes: null });
      known.versions = [...new Set([...known.versions, versionNumber])].sort((a, b) => a - b);
      continue;
    }
    const says = (one: FlowNode) => definitionFor(one.type).summary(one.data, namesOf(after));
    steps.set(nodeId, {
      nodeId,
      name,
      people: here,
      is: gone ? "gone" : "changed",
      was: node ? says(node) : "",
      becomes: gone || !next ? null : says(next),
      lasts: node !== null && definitionFor(node.type).lasting !== undefined,
      versions: [versionNumber],
    });
  }
  return { people, steps: [...steps.values()].sort((a, b) => b.people - a.people) };
}
