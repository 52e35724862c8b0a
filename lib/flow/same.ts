const texts = new WeakMap<object, string>();

/** Keys in order, because settings edited twice, or stored and read back, may list them differently. */
export function textOf(value: object): string {
  const cached = texts.get(value);
  if (cached !== undefined) return cached;
  const text = JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
  texts.set(value, text);
  return text;
}

/** Whether two values that are never changed in place say the same. */
export const same = (one: object, other: object): boolean => one === other || textOf(one) === textOf(other);
