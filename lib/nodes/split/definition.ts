import { z } from "zod";
import type { NodeDefinition, NodeIssue } from "../contract";
import { drawnPath } from "./draw";

export const PATH_IDS = ["a", "b", "c", "d", "e"] as const;
export const FEWEST_PATHS = 2;

const path = z.strictObject({
  id: z.enum(PATH_IDS),
  /** Whole per cent of the people who come here. */
  share: z.int("A share is a whole number.").min(0).max(100, "A share is 100 % at most."),
  /** They get nothing, so that the others can be compared with them. */
  nothing: z.boolean().default(false),
});
export type SplitPath = z.output<typeof path>;

export const splitSettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  paths: z
    .array(path)
    .min(FEWEST_PATHS, "A split has at least two paths.")
    .max(PATH_IDS.length, "A split has at most five paths.")
    .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, "Name each path once.")
    .prefault([
      { id: "a", share: 50 },
      { id: "b", share: 50 },
    ]),
});
export type SplitSettings = z.output<typeof splitSettings>;

const letterOf = (id: string): string => id.toUpperCase();

/** A number and its sign stay on one line. */
const percent = (share: number): string => `${share}\u00a0%`;

export const split = {
  type: "split",
  label: "A/B split",
  hint: "By chance, in shares you choose",
  icon: "shuffle",
  group: "logic",
  settings: splitSettings,
  initial: () => splitSettings.parse({}),
  exits: ({ paths }) =>
    paths.map(({ id, share, nothing }) => ({
      id,
      label: `${nothing ? "Nothing" : letterOf(id)} ${percent(share)}`,
      mayStayOpen: nothing,
    })),
  summary({ paths }) {
    const parts = paths.map(({ id, share, nothing }) =>
      nothing ? `${percent(share)} get nothing, for comparison` : `${percent(share)} ${letterOf(id)}`,
    );
    return parts.join(", ");
  },
  issues({ paths }) {
    const found: NodeIssue[] = [];
    const sum = sumOf(paths);
    if (sum !== 100) found.push({ level: "blocks", message: saySum(sum) });
    if (paths.every(({ nothing }) => nothing)) {
      found.push({ level: "blocks", message: "Everybody gets nothing here. Let at least one path go on." });
    }
    for (const { id, share } of paths) {
      if (share > 0 || sum !== 100) continue;
      found.push({
        level: "warns",
        message: `Nobody takes path ${letterOf(id)}: its share is 0 %. Remove it, or give it a share.`,
      });
    }
    return found;
  },
  unsubscribed: () => "way",
  goesAlong: { name: true, paths: true },
  reads: () => [{ topic: "assignment" }],
  visit({ paths }, { nodeId }, world) {
    const { funnelId, contactId } = world;
    // Whoever was given a path once keeps it, whatever the shares are by now.
    const kept = paths.find(({ id }) => id === world.assigned(nodeId));
    const shares = paths.map(({ share }) => share);
    const taken = kept ?? (paths[drawnPath(shares, { funnelId, nodeId, contactId })] as SplitPath);
    return {
      answer: "leave",
      by: taken.id,
      because: {
        v: 1,
        why: "decided",
        items: [
          { topic: "path", value: taken.id, at: null },
          { topic: "share", value: taken.share, at: null },
          ...(kept ? [{ topic: "kept", value: true, at: null }] : []),
        ],
      },
    };
  },
  tells({ paths }, { exit, because }) {
    const item = (topic: string) => because.items.find((one) => one.topic === topic)?.value;
    const id = String(item("path") ?? exit ?? "");
    if (item("kept")) return `Took path ${letterOf(id)} again, as chance chose for them the first time.`;
    const share = `${item("share") ?? 0} % of people`;
    return paths.find((one) => one.id === id)?.nothing
      ? `Gets nothing, for comparison, as chance chose for ${share}.`
      : `Chance chose path ${letterOf(id)}, as for ${share}.`;
  },
} satisfies NodeDefinition<"split", SplitSettings>;

export const sumOf = (paths: readonly Pick<SplitPath, "share">[]): number =>
  paths.reduce((sum, { share }) => sum + share, 0);

/** What to do about shares that do not add up to 100. */
export const saySum = (sum: number): string =>
  `The shares add up to ${sum} %. ${sum < 100 ? `Give out ${100 - sum} % more` : `Take away ${sum - 100} %`}, so that they make 100 %.`;
