import { type SQL, sql } from "drizzle-orm";

/**
 * Every three characters in a row of a text, in lower case, each behind the workspace's mark: so that a search for any part
 * of it reads an index, and only this workspace's part of that. Whatever finds with it writes it the same way
 * (db/queries/searched-for.ts); the last two characters and the last one are there, too.
 */
export function searchKeysOf(text: SQL): SQL {
  const mark = sql`left(md5(workspace_id), 8)`;
  const from = (start: number) => sql`string_to_array(${mark} || regexp_replace(
    substr(lower(${text}), ${sql.raw(`${start}`)}), '(...)', '\\1' || chr(31) || ${mark}, 'g'), chr(31))`;
  return sql`array_to_tsvector(${from(1)} || ${from(2)} || ${from(3)})`;
}
