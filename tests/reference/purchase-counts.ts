import type { Fact, Instant } from "@/lib/flow/world";
import type { JsonValue } from "@/lib/json";

export type Wish = { product: string; atLeast: number | null; currency: string };

const carrierKeys = ["product", "productId", "sku"];
const nameKeys = [...carrierKeys, "id", "name"];

const isObject = (value: JsonValue | undefined): value is { [key: string]: JsonValue } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function selfName(value: JsonValue | undefined): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (!isObject(value)) return [];
  return nameKeys.flatMap((key) => selfName(value[key]));
}

/** Every name by which a purchase's products can be called. */
function productNames(properties: Record<string, JsonValue>): string[] {
  const items = Array.isArray(properties.items) ? properties.items : [];
  const direct = [properties, ...items.filter(isObject)].flatMap((one) =>
    carrierKeys.flatMap((key) => selfName(one[key])),
  );
  return [...direct, ...items.flatMap(selfName)];
}

/** Rule 8 of docs/journey.md, for someone who entered at `enteredAt` because of the event `entryId`. */
export const purchaseCounts = (fact: Fact, wish: Wish, enteredAt: Instant, entryId: string): boolean =>
  fact.id !== entryId && fact.at >= enteredAt && isWanted(fact, wish);

/** Whether it is a purchase of that product and amount, whenever it was. */
export function isWanted(fact: Fact, wish: Wish): boolean {
  if (fact.name !== "purchase") return false;
  if (wish.product !== "") {
    const wanted = wish.product.toLowerCase();
    if (!productNames(fact.properties).some((name) => name.toLowerCase() === wanted)) return false;
  }
  if (wish.atLeast === null) return true;
  return fact.currency === wish.currency && fact.value !== null && fact.value >= wish.atLeast;
}
