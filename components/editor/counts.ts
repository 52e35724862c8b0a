import { createStore, type StoreApi } from "zustand/vanilla";

/** People at each step now, by node id. Apart from the drawing, so that a tick redraws a number and not the canvas. */
export type NodeCounts = StoreApi<{ here: ReadonlyMap<string, number> }>;

export const createNodeCounts = (here: Readonly<Record<string, number>> = {}): NodeCounts =>
  createStore(() => ({ here: new Map(Object.entries(here)) }));

/** Replaces every count; a step that is missing has nobody. */
export function setNodeCounts(counts: NodeCounts, here: Readonly<Record<string, number>>) {
  counts.setState({ here: new Map(Object.entries(here)) });
}
