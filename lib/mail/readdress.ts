import type { Body } from "./document";

/** Gives a written address its successor; "" leaves the place empty, for its author to fill. */
export type Readdress = (address: string, of: "link" | "picture") => string;

/** The same body with every written web address, of links and of pictures, passed through `to`. */
export const readdressed = (body: Body, to: Readdress): Body => walked(body, to) as Body;

function walked(value: unknown, to: Readdress): unknown {
  if (Array.isArray(value)) return value.map((one) => walked(one, to));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === "link" && typeof inner === "string") return [key, to(inner, "link")];
      if (key === "src" && typeof inner === "string") return [key, to(inner, "picture")];
      return [key, walked(inner, to)];
    }),
  );
}
