import { z } from "zod";
import { currency, minorUnits, sayMoney } from "@/lib/money";
import { purchaseMatches, sayBought } from "@/lib/rules/purchase";
import { sayDuration } from "@/lib/time/duration";
import { LONGEST_WAIT_MS, type NodeDefinition, noShorter } from "../contract";

export const SEVEN_DAYS_MS = 7 * 86_400_000;

export const goalSettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  /** Matches a product name or id of the purchase; empty means any. */
  product: z.string().trim().max(200).default(""),
  atLeast: minorUnits.nullable().default(null),
  currency: currency.default("EUR"),
  /** How long whoever arrives without having met the goal waits here, in milliseconds. */
  waitMs: z.int().min(0).max(LONGEST_WAIT_MS).default(SEVEN_DAYS_MS),
  /** What happens then. */
  otherwise: z.enum(["continue", "end"]).default("continue"),
});
export type GoalSettings = z.output<typeof goalSettings>;

/** "“Course” for at least €20.00"; "something" stands for any product. */
const wanted = ({ product, atLeast, currency }: GoalSettings, any: string): string =>
  `${product ? `“${product}”` : any}${atLeast === null ? "" : ` for at least ${sayMoney(atLeast, currency)}`}`;

export const goal = {
  type: "goal",
  label: "Goal",
  hint: "What you hope for; catches people anywhere",
  icon: "flag",
  group: "outcome",
  settings: goalSettings,
  initial: () => goalSettings.parse({}),
  exits: () => [{ id: "next", label: "Next", mayStayOpen: true }],
  summary: (settings) => `Buys ${wanted(settings, "something")}`,
  issues: (settings) =>
    settings.waitMs === 0 && settings.otherwise === "continue"
      ? [
          {
            level: "warns",
            message: `Whoever has not bought goes on at once. Give them ${sayDuration(SEVEN_DAYS_MS)}, or end here.`,
          },
        ]
      : [],
  lasting: (settings, shortestMs) => ({ ...settings, waitMs: noShorter(settings.waitMs, shortestMs) }),
  wishes: (settings) => [settings],
  // An unreached goal keeps people by itself.
  unsubscribed: () => "way",
  goesAlong: {
    name: true,
    product: true,
    atLeast: true,
    currency: true,
    waitMs: true,
    otherwise: true,
  },
  reads: () => [{ topic: "event", name: "purchase" }],
  meets(settings, world) {
    const fact = world.facts("purchase").find((one) => purchaseMatches(settings, one));
    return fact ? { fact, value: fact.value, currency: fact.currency } : null;
  },
  visit(settings, at, world) {
    const fact = world.facts("purchase").find((one) => purchaseMatches(settings, one));
    if (fact) {
      return {
        answer: "leave",
        by: "next",
        because: {
          v: 1,
          why: "goal",
          items: [{ topic: "event:purchase", factId: fact.id, value: fact.value, at: fact.at }],
        },
      };
    }
    const until = at.arrivedAt + settings.waitMs;
    if (world.now < until) return { answer: "wait", until };
    const because = {
      v: 1 as const,
      why: "patience" as const,
      items: [{ topic: "event:purchase", value: false, at: null }],
    };
    return settings.otherwise === "end"
      ? { answer: "end", reason: "goal not reached", because }
      : { answer: "leave", by: "next", because };
  },
  tells(settings, { because }, { fact }) {
    const factId = because.items[0]?.factId;
    if (factId !== undefined) {
      const bought = sayBought(fact(factId));
      return `${bought.charAt(0).toUpperCase()}${bought.slice(1)}.`;
    }
    const within = because.why === "patience" ? ` within ${sayDuration(settings.waitMs)}` : "";
    return `Did not buy ${wanted(settings, "anything")}${within}.`;
  },
  awaits: (settings, { until, follows }) =>
    `Waits until ${until} for them to buy ${wanted(settings, "something")}. If they do not, ${
      settings.otherwise === "end" ? "they leave the funnel" : `${follows("next")} is next`
    }.`,
} satisfies NodeDefinition<"goal", GoalSettings>;
