import type { Names } from "@/lib/nodes/contract";

const LONGEST = 40;

/** "a link", or "“Get the book”": a link of an email by the words that people press. */
export function sayLink(names: Names, { email, link }: { email: string; link: string | null }): string {
  if (link === null) return "a link";
  const words = names.link?.(email, link);
  if (!words) return "that link";
  return `“${words.length > LONGEST ? `${words.slice(0, LONGEST - 1).trimEnd()}…` : words}”`;
}
