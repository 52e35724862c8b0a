/**
 * MurmurHash3 (x86, 32 bits) of a text in UTF-8: https://github.com/aappleby/smhasher/wiki/MurmurHash3. Spreads evenly and
 * is the same on every machine. Not for anything that must not be guessed.
 */
export function murmur(text: string, seed = 0): number {
  const bytes = new TextEncoder().encode(text);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 4);
  let hash = seed;
  for (let at = 0; at < whole; at += 4) {
    hash ^= scrambled(view.getUint32(at, true));
    hash = (Math.imul(turned(hash, 13), 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let at = bytes.length - 1; at >= whole; at--) rest = (rest << 8) | view.getUint8(at);
  hash ^= scrambled(rest) ^ bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const turned = (bits: number, by: number): number => (bits << by) | (bits >>> (32 - by));

const scrambled = (word: number): number => Math.imul(turned(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
