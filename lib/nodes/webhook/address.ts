import type { CallReach } from "../call-reach";

const PORTS: ReadonlySet<string> = new Set(["", "443", "8443"]);

/**
 * Why a step must not call this address, as a sentence to its author; null when it may. Whether its name leads into a private
 * network is found out when it is called. `anywhere`: plain HTTP, any port and the app itself are allowed, too.
 */
export function addressProblem(address: string, { anywhere, home }: CallReach): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return "Write the whole web address. It begins with https://.";
  if (url.username !== "" || url.password !== "") return "Take the name and the password out of the address.";
  if (anywhere) return null;
  if (url.protocol !== "https:")
    return "Use an address that begins with https://, so that nobody reads along.";
  if (!PORTS.has(url.port)) return "Use an address without a port, or with 443 or 8443.";
  if (URL.canParse(home) && hostOf(url) === hostOf(new URL(home)))
    return "This is the address of this app itself, which a call must not come back to. A Jump step starts another funnel.";
  return null;
}

/** A name with a dot at its end is the same name. */
const hostOf = ({ hostname }: URL) => hostname.replace(/\.$/, "");
