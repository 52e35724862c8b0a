import { addressOf, type Body, isClosing, type LinkTarget } from "./document";

/** Gives a written address its successor; "" leaves the place empty, for its author to fill. */
export type Readdress = (address: string, of: "link" | "picture") => string;

/** The same body with every written web address, of links and of pictures, passed through `to`. */
export const readdressed = (body: Body, to: Readdress): Body => walked(body, to) as Body;

/** The same link with its written addresses passed through `to`. */
export function readdressedLink(target: LinkTarget, to: Readdress): LinkTarget {
  const leads = addressOf(target);
  const there = typeof leads === "string" ? to(leads, "link") : leads;
  return isClosing(target) ? { ...target, to: there, afterwards: to(target.afterwards, "link") } : there;
}

/** What a link's address is called: where it always leads, until a date, and afterwards. */
const LINKED = new Set(["link", "to", "afterwards"]);

function walked(value: unknown, to: Readdress): unknown {
  if (Array.isArray(value)) return value.map((one) => walked(one, to));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (LINKED.has(key) && typeof inner === "string") return [key, to(inner, "link")];
      if (key === "src" && typeof inner === "string") return [key, to(inner, "picture")];
      return [key, walked(inner, to)];
    }),
  );
}
