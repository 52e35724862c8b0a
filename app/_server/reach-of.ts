import "server-only";

/** Whom a link of this installation reaches: whoever is at this machine, in this network, or everyone. */
export type Reach = "machine" | "network" | "everyone";

/** Judged by the address alone, as it stands in `APP_URL`. */
export function reachOf(address: string): Reach {
  const { hostname } = new URL(address);
  if (/(^|\.)localhost$/.test(hostname) || /^(127\.|0\.0\.0\.0$|\[::1?\]$)/.test(hostname)) return "machine";
  const isPrivate =
    (/^[\d.]+$/.test(hostname) && /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(hostname)) ||
    /^\[f(c|d|e80)/.test(hostname);
  const isNamedHere = /\.(local|lan|internal|home\.arpa)$/.test(hostname) || /^[^.:[\]]+$/.test(hostname);
  return isPrivate || isNamedHere ? "network" : "everyone";
}
