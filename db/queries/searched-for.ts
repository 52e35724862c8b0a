import "server-only";
import { type AnyColumn, and, ilike, or, type SQL } from "drizzle-orm";

const MOST_WORDS = 10;

/** Every word of a search stands in one of these columns, case aside. Without any word: no condition. */
export function searchedFor(
  search: string | undefined,
  columns: readonly (AnyColumn | SQL)[],
): SQL | undefined {
  const words = (search ?? "").split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  const like = (word: string) => `%${word.replace(/[\\%_]/g, "\\$&")}%`;
  return and(...words.map((word) => or(...columns.map((column) => ilike(column as AnyColumn, like(word))))));
}
