import type { Sql } from "./postgres";
import { newSigningKey } from "./sign";

// Each bundle of Next has its own module instances, and the route that verifies is in another than the server.
const held = globalThis as { funnelwrightInngestKey?: string };

/** The key of this database, made at its first start. From here on the clients of this process sign with it. */
export async function loadSigningKey(sql: Sql): Promise<string> {
  await sql`insert into inngest_local.keys (signing_key) values (${newSigningKey()}) on conflict do nothing`;
  const [row] = await sql<{ key: string }[]>`select signing_key as key from inngest_local.keys`;
  if (!row) throw new Error("The embedded Inngest server has no signing key");
  held.funnelwrightInngestKey = row.key;
  return row.key;
}

/** Undefined in a process that executes nothing: its route answers nobody. */
export const signingKeyInUse = () => held.funnelwrightInngestKey;
