import type { Fact } from "@/lib/flow/world";
import type { JsonValue } from "@/lib/json";

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

/** Whether a purchase is of that product (its own or one of its items) and of at least that amount. */
export function purchaseMatches(filter: PurchaseFilter, fact: Fact): boolean {
  if (filter.atLeast !== null) {
    if (fact.value === null || fact.currency !== filter.currency || fact.value < filter.atLeast) return false;
  }
  if (!filter.product) return true;
  const wanted = filter.product.toLowerCase();
  const items = fact.properties.items;
  const bought = [
    ...names(fact.properties.product),
    ...names(fact.properties.productId),
    ...names(fact.properties.sku),
    ...(Array.isArray(items) ? items.flatMap(names) : []),
  ];
  return bought.some((name) => name.toLowerCase() === wanted);
}
