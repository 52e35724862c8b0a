import type { Fact } from "@/lib/flow/world";

/** What a property says, if it can tell one thing from another. */
function label({ properties }: Fact, property: string): string | null {
  if (!Object.hasOwn(properties, property)) return null;
  const value = properties[property];
  if (value === null || typeof value === "object") return null;
  const text = `${value}`.trim();
  return text.length >= 1 && text.length <= 200 && !text.includes(String.fromCharCode(0)) ? text : null;
}

/** Whether two events are about one cart, booking or order, going by a property; without a property they are. */
export function sameThing(entry: Fact, fact: Fact, property: string): boolean {
  if (property === "") return true;
  const [own, other] = [label(entry, property), label(fact, property)];
  return own === null || other === null || own === other;
}
