export const unitMs = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;

export type DurationUnit = keyof typeof unitMs;

/** The largest of the units in which the length (ms) is a whole number; the smallest unit when none fits. */
export function fittingUnit(ms: number, units: readonly DurationUnit[]): DurationUnit {
  const large = [...units].sort((a, b) => unitMs[b] - unitMs[a]);
  const fits = ms > 0 ? large.find((unit) => ms % unitMs[unit] === 0) : large[0];
  return fits ?? large.at(-1) ?? "minutes";
}

/** Length in ms of a typed number ("1.5", "1,5"), rounded to whole ms. Null when it is no number ≥ 0. */
export function durationFromText(text: string, unit: DurationUnit): number | null {
  const trimmed = text.trim().replace(",", ".");
  if (!/^\d{1,9}(\.\d{0,4})?$/.test(trimmed)) return null;
  return Math.round(Number(trimmed) * unitMs[unit]);
}

/** The number to show for a length (ms) in this unit: "2", "1.5". */
export function durationText(ms: number, unit: DurationUnit): string {
  return String(Math.round((ms / unitMs[unit]) * 10_000) / 10_000);
}
