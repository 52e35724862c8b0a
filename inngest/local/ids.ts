import { randomBytes } from "node:crypto";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A ULID: 48 bits of milliseconds and 80 bits of entropy, so that ids sort by time. */
export function newId(ms: number, entropy: Uint8Array = randomBytes(10)): string {
  let bits = BigInt(ms);
  for (const byte of entropy) bits = (bits << 8n) | BigInt(byte);
  let id = "";
  for (let i = 0; i < 26; i++) {
    id = alphabet[Number(bits & 31n)] + id;
    bits >>= 5n;
  }
  return id;
}

/**
 * Ids for the events of one request. The SDK sends the same seed, `<ms>,<10 bytes in base64>`, with every
 * try of a request: a try that got through although its answer was lost is recognised by its ids.
 */
export function eventIds(seed: string | null, count: number, now: number): string[] {
  const [ms = "", base64 = ""] = seed?.split(",") ?? [];
  const given = Buffer.from(base64, "base64");
  const usable = /^\d{1,14}$/.test(ms) && given.length === 10;
  const entropy = usable ? given : randomBytes(10);
  const tail = entropy.readUInt32BE(6);
  return Array.from({ length: count }, (_, index) => {
    // Counted from one, as the ids of Inngest's own server are.
    entropy.writeUInt32BE((tail + index + 1) % 2 ** 32, 6);
    return newId(usable ? Number(ms) : now, entropy);
  });
}
