const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Inngest's table: the wait before the second attempt, the third, and so on. */
const waits = [
  15 * second,
  30 * second,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  20 * minute,
  40 * minute,
  hour,
  2 * hour,
];

/**
 * When to try again after failed attempt number `attempt` (from 0). `retryAfter` is the SDK's header, in
 * seconds or as a date; it is held between 1 s and 24 h. Without one: the table and up to 30 s of jitter.
 */
export function retryAt(
  attempt: number,
  retryAfter: string | null,
  now: number,
  random = Math.random,
): number {
  const asked = retryAfter === null ? Number.NaN : askedMs(retryAfter, now);
  if (Number.isFinite(asked)) return now + Math.min(Math.max(asked, second), 24 * hour);
  const wait = waits[Math.min(attempt, waits.length - 1)] ?? 0;
  return now + wait + random() * 30 * second;
}

function askedMs(retryAfter: string, now: number) {
  return /^\d+(\.\d+)?$/.test(retryAfter) ? Number(retryAfter) * second : Date.parse(retryAfter) - now;
}
