import { Inngest, type Logger } from "inngest";
import { entrance } from "./entrance";
import type { Sql } from "./postgres";
import { signingKeyInUse } from "./signing-key";

export type LocalClientOptions = { id: string; sql: () => Sql; now?: () => number; logger?: Logger };

/**
 * An SDK client whose every outgoing call ends in this process, at the embedded server's entrance. Making one
 * needs no database: `sql` and the signing key are asked for when something is sent or a request is verified.
 */
export function localClient({ id, sql, now, logger }: LocalClientOptions): Inngest {
  return new Inngest({
    id,
    logger,
    isDev: false,
    baseUrl: "http://inngest.local",
    fetch: entrance(sql, now),
    // The SDK insists on one; the entrance, which only this process can reach, does not look at it.
    eventKey: "in-process",
    get signingKey() {
      return signingKeyInUse();
    },
  });
}
