const units = { w: 7 * 24 * 3_600_000, d: 24 * 3_600_000, h: 3_600_000, m: 60_000, s: 1000 };

const longest = 366 * units.d;

/**
 * The instant (ms) that a duration as the SDK writes it ("1w2d3h4m5s", "" for none) or an ISO date means,
 * at most 366 days ahead. Undefined for anything else.
 */
export function instantOf(text: string, now: number): number | undefined {
  const at = /^(\d+[wdhms])*$/.test(text) ? now + durationMs(text) : Date.parse(text);
  return Number.isFinite(at) ? Math.min(at, now + longest) : undefined;
}

function durationMs(text: string) {
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([wdhms])/g)) {
    total += Number(count) * units[unit as keyof typeof units];
  }
  return total;
}
