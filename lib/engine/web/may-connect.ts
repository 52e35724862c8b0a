import "server-only";
import ipaddr from "ipaddr.js";

/** Reserved for platforms' own services although it is an ordinary address: Azure answers there. */
const DENIED: ReadonlySet<string> = new Set(["168.63.129.16"]);

/**
 * Whether a call may go to this address, as it was resolved or written. Only addresses of the open internet: nothing
 * private, local, reserved or tunnelled, in whatever form it is written.
 */
export function mayConnectTo(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address inside an IPv6 one is judged as what it is.
  const one = ipaddr.process(address);
  return one.range() === "unicast" && !DENIED.has(one.toString());
}
