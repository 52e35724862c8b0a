import "server-only";

/** More than this wait at most: what is beyond has to be found another way. */
const MOST_WAITING = 5_000;
const MOST_AT_ONCE = 500;

/**
 * Gathers what is to be sent: alone it goes at once; while something is on its way, whatever comes goes together with the
 * next. So an idle process loses no time, and a busy one makes one call for many.
 * @param transmit must not reject
 * @returns settles once what was handed in has been transmitted, or was dropped because too much waits already
 */
export function oneAtATime<T>(
  transmit: (batch: T[]) => Promise<void>,
): (items: readonly T[]) => Promise<void> {
  let waiting: T[] = [];
  let onItsWay: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;

  async function go(): Promise<void> {
    await onItsWay;
    const batch = waiting;
    waiting = [];
    next = null;
    onItsWay = inParts(batch);
    await onItsWay;
  }

  async function inParts(batch: T[]): Promise<void> {
    for (let at = 0; at < batch.length; at += MOST_AT_ONCE)
      await transmit(batch.slice(at, at + MOST_AT_ONCE));
  }

  return (items) => {
    waiting.push(...items.slice(0, Math.max(0, MOST_WAITING - waiting.length)));
    next ??= go();
    return next;
  };
}
