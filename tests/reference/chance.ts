const WORD = 0xffffffffn;

const left = (word: bigint, by: bigint) => ((word << by) | (word >> (32n - by))) & WORD;
const times = (a: bigint, b: bigint) => (a * b) & WORD;

/** MurmurHash3 (x86, 32 bits, seed 0) in whole numbers of any size: four bytes at a time, the last few as one short word. */
function hashOf(text: string): bigint {
  const bytes = [...Buffer.from(text, "utf8")].map(BigInt);
  const words: bigint[] = [];
  bytes.forEach((byte, n) => {
    const word = Math.floor(n / 4);
    words[word] = (words[word] ?? 0n) | (byte << BigInt(8 * (n % 4)));
  });
  let hash = 0n;
  words.forEach((word, n) => {
    hash ^= times(left(times(word, 0xcc9e2d51n), 15n), 0x1b873593n);
    if (4 * n + 4 <= bytes.length) hash = (times(left(hash, 13n), 5n) + 0xe6546b64n) & WORD;
  });
  hash ^= BigInt(bytes.length);
  hash = times(hash ^ (hash >> 16n), 0x85ebca6bn);
  hash = times(hash ^ (hash >> 13n), 0xc2b2ae35n);
  return hash ^ (hash >> 16n);
}

/** The path of a split whose stretch holds this contact's place. */
export function chosenPath(
  paths: readonly { id: string; share: number }[],
  ids: { funnelId: string; nodeId: string; contactId: string },
): string {
  const hash = hashOf(`${ids.funnelId}\0${ids.nodeId}\0${ids.contactId}`);
  const ends = paths.map((_, n) => paths.slice(0, n + 1).reduce((sum, { share }) => sum + BigInt(share), 0n));
  const found = ends.findIndex((end) => hash * (ends.at(-1) ?? 0n) < end << 32n);
  return (paths[found] ?? paths[0])!.id;
}
