import { createHmac } from "node:crypto";

/** Headers of a webhook delivery as Svix signs it: HMAC-SHA256 over id, time and raw body. */
export function signed(
  body: string,
  { secret, id, at = Date.now() }: { secret: string; id: string; at?: number },
): Record<string, string> {
  const seconds = String(Math.floor(at / 1_000));
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64");
  return { "svix-id": id, "svix-timestamp": seconds, "svix-signature": `v1,${signature}` };
}
