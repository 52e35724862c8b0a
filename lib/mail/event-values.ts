import type { JsonValue } from "@/lib/json";
import { sayMoney } from "@/lib/money";

/** What an email can print about an event. Its amount is printed as people write it; a property of that name wins. */
export function eventValues(event: {
  properties: Record<string, JsonValue>;
  value: number | null;
  currency: string | null;
}): Record<string, JsonValue> {
  const { properties, value, currency } = event;
  if (value === null || currency === null || "value" in properties) return properties;
  return { ...properties, value: sayMoney(value, currency) };
}
