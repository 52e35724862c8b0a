/** Longest name of a funnel, in UTF-16 units. */
export const LONGEST_NAME = 120;

/** What a copy is called: "Welcome" → "Welcome (copy)" → "Welcome (copy 2)", the first that is free. */
export function copyName(name: string, taken: ReadonlySet<string>): string {
  const [, base = name, copies] = /^(.*?)(?: \(copy(?: (\d{1,4}))?\))?$/s.exec(name) ?? [];
  for (let number = base === name ? 1 : Number(copies ?? 1) + 1; ; number++) {
    const end = number === 1 ? " (copy)" : ` (copy ${number})`;
    const copy = cut(base, LONGEST_NAME - end.length) + end;
    if (!taken.has(copy)) return copy;
  }
}

/** The first characters of a text, none of them cut in half. */
function cut(text: string, most: number): string {
  let kept = "";
  for (const { segment } of new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)) {
    if (kept.length + segment.length > most) return kept.trimEnd();
    kept += segment;
  }
  return kept;
}
