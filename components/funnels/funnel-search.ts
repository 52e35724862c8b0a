/** Letters without case, width and accents. Marks of scripts other than Latin, Greek and Cyrillic stay: there they are letters. */
const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFC");

/** Whether a name holds every word that was asked for, in any order. */
export function isFound(name: string, asked: string): boolean {
  const inName = plain(name);
  return plain(asked)
    .split(/\s+/)
    .every((word) => inName.includes(word));
}
