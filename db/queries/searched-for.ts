import "server-only";
import { createHash } from "node:crypto";
import { type AnyColumn, and, ilike, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { contact, contactKeys, message, messageKeys } from "@/db/schema";

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

/** Beyond so many it is faster to look at what is listed one by one: every other is found. */
const MOST_FOUND = 2_000;

type Searched = { workspaceId: string; search: string };

/** The contacts whom a search finds; null where they are many, or the search is too short to say. */
export const contactsFound = (db: Db, asked: Searched): Promise<{ id: string }[] | null> =>
  few(db, asked, {
    from: sql`select id, workspace_id, email, name from ${contact}`,
    keys: contactKeys,
    as: sql`contact`,
    wanted: contactSearchedFor(asked.search),
  });

/** Every word of a search stands in a mail's recipient or subject. */
export const mailSearchedFor = (search: string | undefined): SQL | undefined =>
  searchedFor(search, [message.searched]);

/** The mails that went out which a search finds; null as for contacts. */
export const mailsFound = (db: Db, asked: Searched): Promise<{ id: string }[] | null> =>
  few(db, asked, {
    from: sql`select id, workspace_id, searched from ${message} where state in ('sent', 'unknown')`,
    keys: messageKeys,
    as: sql`message`,
    wanted: mailSearchedFor(asked.search),
  });

/** Rows found by their keys in an index, and then looked at: keys alone do not say in which order they stand. */
async function few(
  db: Db,
  { workspaceId, search }: Searched,
  { from, keys, as, wanted }: { from: SQL; keys: SQL; as: SQL; wanted: SQL | undefined },
): Promise<{ id: string }[] | null> {
  const asked = keysOf(workspaceId, search);
  if (asked === null) return null;
  const rows = await db.transaction(async (tx) => {
    // To whoever plans this, making all keys anew looks as cheap as reading the index. It is not.
    await tx.execute(sql`set local enable_seqscan = off`);
    return tx.execute<{ id: string }>(sql`
      select id from (select * from (${from}) rows where ${keys} @@ ${asked}::tsquery offset 0) ${as}
      where ${as}.workspace_id = ${workspaceId} and ${wanted}
      limit ${MOST_FOUND + 1}`);
  });
  return rows.length > MOST_FOUND ? null : rows;
}

/** What the index is asked: all that stands in it of every word. Null: no word has two characters. */
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
