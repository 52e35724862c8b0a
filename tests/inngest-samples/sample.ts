import { readFileSync } from "node:fs";

export type Sample = {
  request: { method: string; url: string; headers: Record<string, string>; body: Record<string, unknown> };
  response: { status: number; headers: Record<string, string>; body: unknown };
};

/** A recorded exchange by its file name, without `.json`. */
export const sample = (name: string): Sample =>
  JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), "utf8"));

/**
 * The same value with everything replaced that differs from one recording to the next: ids, times, stacks.
 * Empty users are dropped: Inngest's server adds them to some events and not to others.
 */
export function unlabelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unlabelled);
  if (typeof value === "string") return /^[0-9A-HJKMNP-TV-Z]{26}$/.test(value) ? "<ulid>" : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => !(name === "user" && Object.keys(member).length === 0))
      .map(([name, member]) => [name, name === "stack" && typeof member === "string" ? "<stack>" : name === "ts" ? 0 : unlabelled(member)]),
  );
}
