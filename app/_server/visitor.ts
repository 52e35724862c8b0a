import "server-only";

/** What a visitor's request says about them, shortened: a /24 or /48 network, never a whole address. */
export type Visitor = { userAgent: string | null; ip: string | null; language: string | null };

export function visitorOf(headers: Headers): Visitor {
  // The last entry is the one that the nearest proxy, or Next itself, has written.
  const address = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? null;
  const language = headers.get("accept-language")?.split(",")[0]?.split(";")[0]?.trim() ?? "";
  return {
    userAgent: headers.get("user-agent")?.slice(0, 500) ?? null,
    ip: address && networkOf(address),
    language: /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(language) ? language : null,
  };
}

function networkOf(address: string): string | null {
  const v4 = /(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/.exec(address);
  if (v4) return `${v4[1]}.${v4[2]}.${v4[3]}.0/24`;
  if (!address.includes(":")) return null;
  const [head = ""] = address.split("::");
  const groups = head.split(":").concat("0", "0", "0").slice(0, 3);
  return `${groups.map((group) => group || "0").join(":")}::/48`;
}
