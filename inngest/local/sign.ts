import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** JSON as RFC 8785 has it: no blanks, members sorted. The SDK signs and verifies bodies in this form. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(",")}}`;
}

export const newSigningKey = () => `signkey-local-${randomBytes(32).toString("hex")}`;

/** The value of `x-inngest-signature` for a body that is canonical JSON, or empty. */
export function sign(body: string, key: string, nowMs: number): string {
  const t = Math.round(nowMs / 1000).toString();
  return `t=${t}&s=${digest(body, key, t)}`;
}

/** Whether the SDK signed exactly this text with our key. */
export function isSigned(body: string, signature: string | null, key: string): boolean {
  const given = new URLSearchParams(signature ?? "");
  const expected = Buffer.from(digest(body, key, given.get("t") ?? ""));
  const actual = Buffer.from(given.get("s") ?? "");
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** The key is used as text, without its `signkey-<environment>-`. */
function digest(body: string, key: string, t: string) {
  return createHmac("sha256", key.replace(/^signkey-\w+-/, ""))
    .update(body + t)
    .digest("hex");
}
