const UNITS = [
  { name: "day", ms: 86_400_000 },
  { name: "hour", ms: 3_600_000 },
  { name: "minute", ms: 60_000 },
  { name: "second", ms: 1_000 },
] as const;

/** A length of time as people say it: "2 days", "1 day 12 hours", "0 seconds". */
export function sayDuration(ms: number): string {
  const parts: string[] = [];
  let rest = Math.round(ms / 1_000) * 1_000;
  for (const unit of UNITS) {
    const count = Math.floor(rest / unit.ms);
    if (count === 0) continue;
    parts.push(`${count} ${unit.name}${count === 1 ? "" : "s"}`);
    rest -= count * unit.ms;
  }
  return parts.slice(0, 2).join(" ") || "0 seconds";
}
