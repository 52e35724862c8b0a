/** What the driver says when nobody is there, or no longer. */
const DRIVER =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED))$/;

/**
 * What PostgreSQL says: connections (08), no room for more of them (53), starting, stopping or an operator at work (57P), and
 * what was busy for too long: a lock (55P03), a deadlock (40P01), a session that was taken for dead (25P03).
 */
const SERVER = /^(08...|53...|57P..|55P03|40001|40P01|25P03)$/;

/** Whether the database was away or too busy, so that the same thing tried again may well work. Looks at causes, too. */
export function isAway(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === "string" && (DRIVER.test(code) || SERVER.test(code))) return true;
  }
  return false;
}
