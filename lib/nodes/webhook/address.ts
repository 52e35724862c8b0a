const PORTS: ReadonlySet<string> = new Set(["", "443", "8443"]);

/**
 * Why a step must not call this address, as a sentence to its author; null when it may. Whether its name leads into a private
 * network is found out when it is called. `anywhere`: plain HTTP and any port are allowed, too.
 */
export function addressProblem(address: string, { anywhere }: { anywhere: boolean }): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return "Write the whole web address. It begins with https://.";
  if (url.username !== "" || url.password !== "") return "Take the name and the password out of the address.";
  if (anywhere) return null;
  if (url.protocol !== "https:")
    return "Use an address that begins with https://, so that nobody reads along.";
  return PORTS.has(url.port) ? null : "Use an address without a port, or with 443 or 8443.";
}
