import { z } from "zod";
import { eventName } from "@/lib/flow/event-name";
import { isStorable } from "@/lib/json";
import { currency, minorUnits } from "@/lib/money";
import { propertyFilters } from "@/lib/rules/property-filter";
import { nodeId } from "@/lib/rules/since";
import { LONGEST_WAIT_MS } from "../contract";

export const SEVEN_DAYS_MS = 7 * 86_400_000;

/** What can be hoped for. */
export const WISHES = ["purchase", "event", "form", "tag", "link"] as const;
export type Wish = (typeof WISHES)[number];

/** Whom a goal takes to itself: everybody, only those from whose step its lines lead to it, or nobody. */
export const CATCHES = ["anywhere", "above", "nobody"] as const;
export type Catches = (typeof CATCHES)[number];

export const goalSettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  /** What counts; a purchase without it. The details of the others are kept for when somebody changes back. */
  what: z.enum(WISHES).optional(),
  /** Matches a product name or id of the purchase; empty means any. */
  product: z.string().trim().max(200).default(""),
  atLeast: minorUnits.nullable().default(null),
  currency: currency.default("EUR"),
  event: z.union([z.literal(""), eventName]).optional(),
  /** What the event must say. */
  where: propertyFilters.optional(),
  /** The form; its funnel's name as it was when it was chosen. Null: any. */
  form: z
    .strictObject({ id: z.uuid(), name: z.string().max(200) })
    .nullable()
    .optional(),
  tag: z.string().trim().max(100, "A tag has at most 100 characters.").refine(isStorable).optional(),
  /** The email whose link is clicked; empty until it is chosen. */
  email: nodeId.optional(),
  /** Key of one link of that email; null: any. */
  link: z.string().max(64).nullable().optional(),
  /** What one is worth, in minor units of `currency`, where what counts does not say it. A purchase says it. */
  value: minorUnits.nullable().optional(),
  catches: z.enum(CATCHES).optional(),
  /** How long whoever arrives without having met the goal waits here, in milliseconds. */
  waitMs: z.int().min(0).max(LONGEST_WAIT_MS).default(SEVEN_DAYS_MS),
  /** What happens then. */
  otherwise: z.enum(["continue", "end"]).default("continue"),
});
export type GoalSettings = z.output<typeof goalSettings>;

export const wishOf = ({ what }: Pick<GoalSettings, "what">): Wish => what ?? "purchase";
