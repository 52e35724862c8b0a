import type { World } from "./world";

/** Written to by calls that are refused, too: attempts are counted, and keys and sessions note their last use. */
const LASTING: Record<string, string[]> = {
  session: ["id", "user_id", "active_workspace_id"],
  api_key: ["id", "workspace_id", "name", "prefix", "hash", "revoked_at"],
};
const COUNTERS = new Set(["rate_limit"]);

/**
 * A print of everything the database holds, table by table; with `ofVictim` only of what belongs to the victim's
 * workspace. Two that are equal: nothing has changed in between.
 */
export async function stateOf(
  { sql, victim, tables }: Pick<World, "sql" | "victim" | "tables">,
  { ofVictim = false } = {},
): Promise<Record<string, string>> {
  const prints = tables.flatMap(({ table, columns }) => {
    const owner = table === "workspace" ? "id" : "workspace_id";
    if (COUNTERS.has(table) || (ofVictim && !columns.includes(owner))) return [];
    const shown = (LASTING[table] ?? columns).map((column) => `"${column}"`).join(", ");
    return `select '${table}' as table, count(*) || ' rows, ' || md5(string_agg(line, '' order by line)) as print
      from (select row(${shown})::text as line from "${table}"
        ${ofVictim ? `where "${owner}" = '${victim}'` : ""}) lines`;
  });
  const rows = await sql.unsafe<{ table: string; print: string }[]>(prints.join("\nunion all\n"));
  return Object.fromEntries(rows.map(({ table, print }) => [table, print]));
}
