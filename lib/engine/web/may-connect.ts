import "server-only";
import ipaddr from "ipaddr.js";

/** Reserved for platforms' own services although it is an ordinary address: Azure answers there. */
const DENIED: ReadonlySet<string> = new Set(["168.63.129.16"]);

/**
 * All that is given out of IPv6. Outside it lie old ways to write an IPv4 address, such as ::127.0.0.1, that are nothing special
 * by their range.
 */
const GIVEN_OUT = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether a call may go to this address, as it was resolved or written. Only addresses of the open internet: nothing
 * private, local, reserved or tunnelled, in whatever form it is written.
 */
export function mayConnectTo(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address inside an IPv6 one is judged as what it is.
  const one = ipaddr.process(address);
  if (one instanceof ipaddr.IPv6 && !one.match(GIVEN_OUT)) return false;
  return one.range() === "unicast" && !DENIED.has(one.toString());
}
