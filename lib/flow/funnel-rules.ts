import { z } from "zod";
import { currency, minorUnits } from "@/lib/money";
import { propertyFilters } from "@/lib/rules/property-filter";
import { remapRule } from "@/lib/rules/references";
import { rule } from "@/lib/rules/rule";
import { eventName } from "./event-name";

export const MOST_LEAVE_EVENTS = 5;

/** What makes somebody leave wherever they are, beside what always does. */
export const leaveWhen = z.strictObject({
  /** They buy. Null: that makes nobody leave. */
  purchased: z
    .strictObject({
      /** Matches a product name or id of the purchase; empty means any. */
      product: z.string().trim().max(200).default(""),
      atLeast: minorUnits.nullable().default(null),
      currency: currency.default("EUR"),
    })
    .nullable()
    .default(null),
  /** Something happens to them: they booked, they replied. */
  events: z
    .array(
      z.strictObject({
        /** Empty until it is chosen. */
        event: z.union([z.literal(""), eventName]).default(""),
        where: propertyFilters.default([]),
      }),
    )
    .max(MOST_LEAVE_EVENTS, `People may leave for at most ${MOST_LEAVE_EVENTS} events.`)
    .default([]),
});
export type LeaveWhen = z.output<typeof leaveWhen>;

/** What holds anywhere in a funnel. */
export const funnelRules = z.strictObject({
  /** Only whoever this holds for enters, and gets marketing email. Null: everybody. */
  onlyIf: rule.nullable().default(null),
  /** Whoever this holds for does not. Null: nobody is left out. */
  except: rule.nullable().default(null),
  leave: leaveWhen.prefault({}),
});
export type FunnelRules = z.output<typeof funnelRules>;

/** The same rules with the steps they name followed through `map`; a missing id means the step is gone. */
export const remapRules = (rules: FunnelRules, map: (id: string) => string | undefined): FunnelRules => ({
  ...rules,
  onlyIf: rules.onlyIf && remapRule(rules.onlyIf, map),
  except: rules.except && remapRule(rules.except, map),
});

export const NO_RULES: FunnelRules = funnelRules.parse({});
