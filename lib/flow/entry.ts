import type { Entry } from "./flow";
import type { Fact } from "./world";

/** The entry key of a test: each member has one per funnel, and it cannot be the key of an event. */
export const testKey = (userId: string): string => `test:${userId}`;

/** Longest value that tells one entry from another. */
const LONGEST_KEY = 200;

/**
 * What may enter a funnel only once per contact: "once:", or "key:<value>" of the event's property.
 * Null when the event lacks a usable value (missing, empty, too long, not a scalar): it then starts nothing.
 */
export function entryKey(entry: Entry, fact: Fact): string | null {
  if (entry.rule === "once") return "once:";
  // What every object has of that name ("constructor") is no scalar either.
  const value = fact.properties[entry.property];
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return null;
  const key = String(value).trim();
  // PostgreSQL's text cannot hold a NUL.
  if (key === "" || key.length > LONGEST_KEY || key.includes("\0")) return null;
  return `key:${key}`;
}
