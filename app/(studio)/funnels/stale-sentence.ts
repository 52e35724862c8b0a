import { sayDuration } from "@/lib/time/duration";

/** Who was faster, for whoever wanted to save on top of an older draft. */
export function staleSentence({ by, at }: { by: string | null; at: Date }, now: number): string {
  const ago = now - at.getTime();
  const when = ago < 60_000 ? "just now" : `${sayDuration(ago).split(" ").slice(0, 2).join(" ")} ago`;
  return `${by ?? "Somebody"} changed this funnel ${when}.`;
}
