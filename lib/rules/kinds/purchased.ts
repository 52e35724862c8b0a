import { z } from "zod";
import { currency, minorUnits, sayMoney } from "@/lib/money";
import { type PurchaseFilter, purchaseMatches, sayBought } from "../purchase";
import { countedSince, missingSince, readsSince, saySince, since } from "../since";
import type { TestDefinition } from "../test-definition";

export const purchasedTest = z.strictObject({
  test: z.literal("purchased"),
  /** Matches a product name or id of the purchase; empty means any. */
  product: z.string().trim().max(200).default(""),
  atLeast: minorUnits.nullable().default(null),
  currency: currency.default("EUR"),
  since: since.optional(),
  not: z.boolean().default(false),
});

export const PURCHASE = "purchase";

export const purchased: TestDefinition<z.output<typeof purchasedTest>> = {
  label: "Bought something",
  reads: (test) => readsSince(PURCHASE, test),
  look(test, asking) {
    const fact = countedSince(PURCHASE, test, asking).find((one) => purchaseMatches(test, one));
    return fact ? { met: true, factId: fact.id, at: fact.at } : { met: false };
  },
  say: (test, names) =>
    `${test.not ? "did not buy" : "bought"}${aPurchase(test) || (test.not ? " anything" : " something")}${saySince(test, names)}`,
  tell: (test, { met, factId }, { fact, names }) =>
    met && factId !== undefined ? sayBought(fact(factId)) : purchased.say({ ...test, not: !met }, names),
  missing: missingSince,
};

const aPurchase = (filter: PurchaseFilter): string => {
  const product = filter.product ? ` “${filter.product}”` : "";
  const amount = filter.atLeast === null ? "" : ` for at least ${sayMoney(filter.atLeast, filter.currency)}`;
  return `${product}${amount}`;
};
