import { z } from "zod";
import type { Topic, World } from "@/lib/flow/world";
import { currency, minorUnits, sayMoney } from "@/lib/money";
import type { Names, Telling } from "@/lib/nodes/contract";
import { sayDuration } from "@/lib/time/duration";
import { type PurchaseFilter, purchaseMatches, sayBought } from "./purchase";

const nodeId = z.string().min(0).max(64);

export const openedTest = z.strictObject({
  test: z.literal("opened"),
  /** The email node it asks about; empty until one is chosen. */
  email: nodeId,
  not: z.boolean().default(false),
});

export const clickedTest = z.strictObject({
  test: z.literal("clicked"),
  email: nodeId,
  /** Key of one link in that email; null means any link. */
  link: z.string().max(64).nullable().default(null),
  not: z.boolean().default(false),
});

export const purchasedTest = z.strictObject({
  test: z.literal("purchased"),
  /** Matches a product name or id of the purchase; empty means any. */
  product: z.string().trim().max(200).default(""),
  atLeast: minorUnits.nullable().default(null),
  currency: currency.default("EUR"),
  not: z.boolean().default(false),
});

export const ruleTest = z.discriminatedUnion("test", [openedTest, clickedTest, purchasedTest]);
export type RuleTest = z.output<typeof ruleTest>;

/** What met a test, if anything did yet. */
export type Met = { factId: string; at: number; value?: string | number | null } | null;

type TestDefinition<T extends RuleTest> = {
  label: string;
  reads(test: T): Topic;
  /** The earliest fact that meets the test as of this world; `not` is applied by the rule. */
  met(test: T, world: World): Met;
  say(test: T, names: Names): string;
  /** What met it, as a sentence's middle: "clicked “Start” in “Email 1”, 2 hours after it came". */
  tell(test: T, factId: string, telling: Telling): string;
};

const engagementMet = (
  world: World,
  email: string,
  wanted: (kind: string, link: string | null) => boolean,
): Met => {
  const first = world.engagements(email).find((engagement) => wanted(engagement.kind, engagement.link));
  return first ? { factId: first.id, at: first.at, value: first.link } : null;
};

const after = (afterMs: number | null | undefined): string =>
  afterMs == null ? "" : `, ${sayDuration(Math.max(0, afterMs))} after it came`;

const aPurchase = (filter: PurchaseFilter): string => {
  const product = filter.product ? ` “${filter.product}”` : "";
  const amount = filter.atLeast === null ? "" : ` for at least ${sayMoney(filter.atLeast, filter.currency)}`;
  return `${product}${amount}`;
};

/** Label, logic and sentence of each test from one table. */
export const tests: { [K in RuleTest["test"]]: TestDefinition<Extract<RuleTest, { test: K }>> } = {
  opened: {
    label: "Opened an email",
    reads: (test) => ({ topic: "engagement", nodeId: test.email }),
    // A click proves that the mail was read, also where the picture was blocked.
    met: (test, world) => engagementMet(world, test.email, () => true),
    say: (test, names) => `${test.not ? "did not open" : "opened"} “${names.node(test.email)}”`,
    tell: (test, factId, { names, engagement }) =>
      `opened “${names.node(test.email)}”${after(engagement(factId)?.afterMs)}`,
  },
  clicked: {
    label: "Clicked in an email",
    reads: (test) => ({ topic: "engagement", nodeId: test.email }),
    met: (test, world) =>
      engagementMet(
        world,
        test.email,
        (kind, link) => kind === "clicked" && (test.link === null || link === test.link),
      ),
    say: (test, names) =>
      `${test.not ? "did not click" : "clicked"} ${test.link === null ? "a link" : "that link"} in “${names.node(test.email)}”`,
    tell(test, factId, { names, engagement }) {
      const click = engagement(factId);
      return `clicked ${click?.label ? `“${click.label}”` : "a link"} in “${names.node(test.email)}”${after(click?.afterMs)}`;
    },
  },
  purchased: {
    label: "Bought something",
    reads: () => ({ topic: "event", name: "purchase" }),
    met: (test, world) => {
      const fact = world.facts("purchase").find((one) => purchaseMatches(test, one));
      return fact ? { factId: fact.id, at: fact.at, value: fact.value } : null;
    },
    say: (test) =>
      `${test.not ? "did not buy" : "bought"}${aPurchase(test) || (test.not ? " anything" : " something")}`,
    tell: (_, factId, { fact }) => sayBought(fact(factId)),
  },
};

/** The row of a test, typed once here because a table indexed by a union cannot be. */
export function definitionOf<T extends RuleTest>(test: T): TestDefinition<T> {
  return tests[test.test] as unknown as TestDefinition<T>;
}
