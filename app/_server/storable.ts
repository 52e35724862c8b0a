import "server-only";

/**
 * Whether PostgreSQL can keep every string in a parsed value: no NUL, no half of a surrogate pair.
 * Only for values of bounded depth.
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0");
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, entry]) => isStorable(key) && isStorable(entry));
}
