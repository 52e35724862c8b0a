import { z } from "zod";

/** What a date of a funnel is called where texts, links and waits name it: "close", "webinar". */
export const dateName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "Name a date with small letters, digits and _, for example close.")
  .refine((text) => !(text in {}), "This name is reserved.");

/** What one more date may be called: the first of these words that no date has yet, or the last with a number. */
export function freeDateName(
  dates: readonly { name: string }[],
  words: readonly [string, ...string[]],
): string {
  const taken = new Set(dates.map(({ name }) => name));
  const free = words.find((one) => !taken.has(one));
  if (free !== undefined) return free;
  const stem = words.at(-1);
  // There are fewer dates than numbers tried.
  const numbers = Array.from({ length: dates.length + 1 }, (_, n) => `${stem}_${n + 2}`);
  return numbers.find((one) => !taken.has(one)) ?? "date";
}
