import "server-only";
import { createHash } from "node:crypto";
import { type AnyColumn, and, ilike, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { contact, searchKeys } from "@/db/schema";

const MOST_WORDS = 10;

const wordsOf = (search: string | undefined): string[] =>
  (search ?? "").split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);

/** Every word of a search stands in one of these columns, case aside. Without any word: no condition. */
export function searchedFor(
  search: string | undefined,
  columns: readonly (AnyColumn | SQL)[],
): SQL | undefined {
  const like = (word: string) => `%${word.replace(/[\\%_]/g, "\\$&")}%`;
  return and(
    ...wordsOf(search).map((word) => or(...columns.map((column) => ilike(column as AnyColumn, like(word))))),
  );
}

/** Every word of a search stands in a contact's address or name. */
export const contactSearchedFor = (search: string | undefined): SQL | undefined =>
  searchedFor(search, [contact.email, contact.name]);

/** Beyond so many it is faster to look at the people of a list one by one: every other is found. */
const MOST_FOUND = 2_000;

/**
 * The contacts of a workspace whom a search finds; null where they are many, or the search is too short to
 * say.
 */
export async function contactsFound(
  db: Db,
  { workspaceId, search }: { workspaceId: string; search: string },
): Promise<{ id: string }[] | null> {
  const keys = keysOf(workspaceId, search);
  if (keys === null) return null;
  const rows = await db.transaction(async (tx) => {
    // To whoever plans this, making everybody's keys anew looks as cheap as reading the index. It is not.
    await tx.execute(sql`set local enable_seqscan = off`);
    return tx.execute<{ id: string }>(sql`
      select id from (select id, workspace_id, email, name from ${contact} where ${searchKeys} @@ ${keys}::tsquery offset 0) contact
      where ${contact.workspaceId} = ${workspaceId} and ${contactSearchedFor(search)}
      limit ${MOST_FOUND + 1}`);
  });
  return rows.length > MOST_FOUND ? null : rows;
}

/** What the index `contact_searched` is asked: all that stands in it of every word. Null: no word has two characters. */
function keysOf(workspaceId: string, search: string): string | null {
  const mark = createHash("md5").update(workspaceId).digest("hex").slice(0, 8);
  const keys = wordsOf(search).flatMap((word) => {
    const letters = [...word.toLowerCase()];
    if (letters.length < 2) return [];
    if (letters.length === 2) return [`${quoted(mark + letters.join(""))}:*`];
    return letters.slice(2).map((_, at) => quoted(mark + letters.slice(at, at + 3).join("")));
  });
  return keys.length === 0 ? null : keys.join(" & ");
}

const quoted = (key: string): string => `'${key.replace(/[\\']/g, "$&$&")}'`;
