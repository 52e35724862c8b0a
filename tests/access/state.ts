import type { World } from "./world";

/** Written to by calls that are refused, too: attempts are counted, and keys and sessions note their last use. */
const USUAL: Record<string, string[]> = {
  session: ["id", "user_id", "active_workspace_id"],
  api_key: ["id", "workspace_id", "name", "prefix", "hash", "revoked_at"],
};
const COUNTERS = new Set(["rate_limit"]);

/**
 * A print of everything the database holds, table by table; with `ofVictim` only of what belongs to the victim's
 * workspace. Two that are equal: nothing has changed in between.
 */
export async function stateOf(
  { sql, victim }: World,
  { ofVictim = false } = {},
): Promise<Record<string, string>> {
  const columns = await sql<
    { table_name: string; column_name: string }[]
  >`select table_name, column_name from information_schema.columns
    where table_schema = 'public' order by table_name, ordinal_position`;
  const tables = new Map<string, string[]>();
  for (const { table_name, column_name } of columns) {
    tables.set(table_name, [...(tables.get(table_name) ?? []), column_name]);
  }
  const prints: Record<string, string> = {};
  for (const [table, names] of tables) {
    if (COUNTERS.has(table)) continue;
    const owner = table === "workspace" ? "id" : "workspace_id";
    if (ofVictim && !names.includes(owner)) continue;
    const shown = USUAL[table] ?? names;
    const [row] = await sql`
      select count(*)::int as rows, md5(string_agg(line, '' order by line)) as print
      from (select row(${sql(shown)})::text as line from ${sql(table)}
        ${ofVictim ? sql`where ${sql(owner)} = ${victim}` : sql``}) lines`;
    prints[table] = `${row?.rows} rows, ${row?.print}`;
  }
  return prints;
}
