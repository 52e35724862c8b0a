import "server-only";

/** One page of a list: ask for one row more than the page has, and hand both to `cutPage`. */
export type Page<Row> = { rows: Row[]; last: Row | null };

/** `last` is the row after which the next page begins; null when there is no next page. */
export function cutPage<Row>(found: Row[], limit: number): Page<Row> {
  const rows = found.slice(0, limit);
  return { rows, last: found.length > limit ? (rows.at(-1) ?? null) : null };
}
