import type { JsonValue } from "@/lib/json";
import { sayMoney } from "@/lib/money";

/**
 * What an email can print about an event. Its amount is printed as people write it, and the prices of its items
 * are in its currency; properties of those names win.
 */
export function eventValues(event: {
  properties: Record<string, JsonValue>;
  value: number | null;
  currency: string | null;
}): Record<string, JsonValue> {
  const { properties, value, currency } = event;
  if (currency === null) return properties;
  return { currency, ...(value === null ? {} : { value: sayMoney(value, currency) }), ...properties };
}
