import "server-only";
import type { Declaration } from "@/lib/engine/declare";
import type { ContactInput } from "@/lib/engine/fact-input";

/** What another machine says that somebody agreed to, or took back. */
export function declarationsOf(consent: ContactInput["consent"]): Declaration[] {
  if (!consent) return [];
  const { source, wording, ...said } = consent;
  return (["marketing", "measuring", "advertising"] as const).flatMap((purpose) => {
    const given = said[purpose];
    return given === undefined ? [] : [{ purpose, given, source: `api: ${source}`, wording }];
  });
}
