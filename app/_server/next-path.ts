import "server-only";

/** Only the path of an address counts; the host stands for our own. */
const HERE = "http://here.invalid";

/**
 * Where to go after signing in: the path somebody was sent from, or "/" when it could lead anywhere but to a page
 * of ours. Returns path, query and hash, never a host.
 */
export function nextPath(asked: unknown): string {
  if (typeof asked !== "string" || !asked.startsWith("/") || asked.length > 2_000) return "/";
  if (!URL.canParse(asked, HERE)) return "/";
  const url = new URL(asked, HERE);
  // "/\host", "/.//host" and tabs inside are read as another host by some browser at some point.
  if (url.origin !== HERE || url.pathname.startsWith("//")) return "/";
  return url.pathname + url.search + url.hash;
}

/** An address that remembers where to go afterwards. `next` is a path of ours, as `nextPath` gives it. */
export const withNext = (address: "/sign-in" | "/sign-up", next: string): string =>
  next === "/" ? address : `${address}?next=${encodeURIComponent(next)}`;
