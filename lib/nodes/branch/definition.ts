import { z } from "zod";
import { type Topic, topicKey } from "@/lib/flow/world";
import {
  emailsAsked,
  eventsAsked,
  missingIn,
  purchasesAsked,
  remapRule,
  stepsNamed,
} from "@/lib/rules/references";
import { judge, type Rule, readsOf, rule, tellRule } from "@/lib/rules/rule";
import { ruleIssues } from "@/lib/rules/rule-issues";
import type { Evidence, Exit, NodeDefinition, NodeIssue } from "../contract";

export const PATH_IDS = ["1", "2", "3", "4", "5", "6", "7", "8"] as const;

const sorting = z.strictObject({
  id: z.enum(PATH_IDS),
  /** What the author calls the path. */
  label: z.string().trim().max(40, "The name of a path has at most 40 characters.").default(""),
  rule: rule.prefault({ groups: [{ tests: [{ test: "purchased" }] }] }),
});
export type Sorting = z.output<typeof sorting>;

export const branchSettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  /** In the order in which they are asked. */
  rules: z
    .array(sorting)
    .min(1, "Sorting takes at least one rule.")
    .max(PATH_IDS.length, "Sorting takes at most eight rules.")
    .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, "Name each path once.")
    .prefault([{ id: "1" }]),
});
export type BranchSettings = z.output<typeof branchSettings>;

const capital = (sentence: string): string => `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;

const ELSE: Exit = { id: "else", label: "Everyone else", short: "Else", mayStayOpen: false };

/** As the path is called on screen: by its author, or by its number. */
export const pathName = ({ id, label }: Pick<Sorting, "id" | "label">): string =>
  label ? capital(label) : `Path ${id}`;

/** Most that evidence keeps. */
const MOST_ITEMS = 100;

export const branch = {
  type: "branch",
  label: "Sort into paths",
  hint: "By the first rule that fits",
  icon: "signpost",
  group: "logic",
  settings: branchSettings,
  initial: () => branchSettings.parse({}),
  exits: ({ rules }) => [
    ...rules.map((one) => ({ id: one.id, label: pathName(one), short: one.id, mayStayOpen: false })),
    ELSE,
  ],
  summary({ rules }) {
    const missing = rules.map((one) => missingIn(one.rule)).find((one) => one !== null);
    if (missing !== undefined) return `${missing} it asks about`;
    return `Into ${rules.map(pathName).join(", ")} or everyone else`;
  },
  issues({ rules }, surroundings, neighbours, self) {
    const found: NodeIssue[] = [];
    for (const one of rules) {
      found.push(...ruleIssues(one.rule, { surroundings, neighbours, self, asker: `“${pathName(one)}”` }));
      const hasty = emailsAsked(one.rule).find(
        (id) => neighbours.node(id)?.type === "email" && neighbours.leadsTo(id, self),
      );
      if (hasty !== undefined) {
        found.push({
          level: "warns",
          message: `“${neighbours.name(hasty)}” leads straight here, so nobody has had time to open or click when “${pathName(one)}” is decided. Put a wait between them.`,
        });
      }
    }
    const names = rules.map(pathName);
    for (const name of new Set(names.filter((one, at) => names.indexOf(one) !== at))) {
      found.push({ level: "warns", message: `Two paths are called “${name}”. Give one another name.` });
    }
    return found;
  },
  references: ({ rules }) => rules.flatMap((one) => stepsNamed(one.rule)),
  remap: (settings, map, link) => ({
    ...settings,
    rules: settings.rules.map((one) => ({ ...one, rule: remapRule(one.rule, map, link) })),
  }),
  unsubscribed: () => "way",
  goesAlong: { name: true, rules: true },
  hopes: ({ rules }) => rules.flatMap((one) => eventsAsked(one.rule)),
  wishes: ({ rules }) => rules.flatMap((one) => purchasesAsked(one.rule)),
  ownKeyOnly: true,
  reads({ rules }) {
    const topics = rules.flatMap((one) => readsOf(one.rule));
    return [...new Map(topics.map((topic): [string, Topic] => [topicKey(topic), topic])).values()];
  },
  visit({ rules }, { arrivedAt }, world) {
    const against: Evidence["items"] = [];
    for (const one of rules) {
      const { value, items } = judge(one.rule, { world, arrivedAt }, true);
      if (value) return leave(one.id, items);
      against.push(...items.map((item) => ({ ...item, test: `rules.${one.id}.${item.test}` })));
    }
    return leave(ELSE.id, against);
  },
  tells({ rules }, { exit, because }, telling) {
    const taken = rules.find(({ id }) => id === exit);
    if (!taken) return "None of the rules fitted, so they went with everyone else.";
    const why = capital(tellRule(taken.rule, true, because.items, telling));
    return `${why}, so they took the path “${pathName(taken)}”.`;
  },
} satisfies NodeDefinition<"branch", BranchSettings>;

/** The path comes first; of the tests that decided it, as many as evidence keeps. */
function leave(by: string, items: Evidence["items"]) {
  const path = { topic: "path", value: by, at: null };
  const because = { v: 1 as const, why: "decided" as const, items: [path, ...items].slice(0, MOST_ITEMS) };
  return { answer: "leave" as const, by, because };
}

/** A rule as it is put anew. */
export const freshRule = (): Rule => rule.parse({ groups: [{ tests: [{ test: "purchased" }] }] });
