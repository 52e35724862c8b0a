import type { Fact } from "@/lib/flow/world";
import type { JsonValue } from "@/lib/json";
import { sayMoney } from "@/lib/money";

export type PurchaseFilter = {
  /** A product's name, id or SKU; empty means any. */
  product: string;
  /** Minor units of `currency`; null means any amount. */
  atLeast: number | null;
  currency: string;
};

const NAMING = ["product", "productId", "sku", "id", "name"] as const;

/** Properties are nested five deep at most, so this ends. */
const names = (value: JsonValue | undefined): string[] => {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [];
  return NAMING.flatMap((key) => names(value[key]));
};

/** What a purchase names: its own product, or those of its items. */
export function productsOf(fact: Pick<Fact, "properties">): string[] {
  const { items, product, productId, sku } = fact.properties;
  return [
    ...names(product),
    ...names(productId),
    ...names(sku),
    ...(Array.isArray(items) ? items.flatMap(names) : []),
  ];
}

/** "bought “Course” for €49.90", of a purchase that is known; "bought something" of one that is not. */
export function sayBought(fact: Pick<Fact, "value" | "currency" | "properties"> | undefined): string {
  const product = fact && productsOf(fact)[0];
  const amount =
    fact && fact.value !== null && fact.currency !== null
      ? ` for ${sayMoney(fact.value, fact.currency)}`
      : "";
  return `bought${product ? ` “${product}”` : amount ? "" : " something"}${amount}`;
}

/** What is hoped for or asked about: "“Course” for at least €20.00"; `any` stands for any product. */
export const sayPurchase = ({ product, atLeast, currency }: PurchaseFilter, any: string): string =>
  `${product ? `“${product}”` : any}${atLeast === null ? "" : ` for at least ${sayMoney(atLeast, currency)}`}`;

/** Whether a purchase is of that product (its own or one of its items) and of at least that amount. */
export function purchaseMatches(
  filter: PurchaseFilter,
  fact: Pick<Fact, "value" | "currency" | "properties">,
): boolean {
  if (filter.atLeast !== null) {
    if (fact.value === null || fact.currency !== filter.currency || fact.value < filter.atLeast) return false;
  }
  if (!filter.product) return true;
  const wanted = filter.product.toLowerCase();
  return productsOf(fact).some((name) => name.toLowerCase() === wanted);
}
